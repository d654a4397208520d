#pragma once

#include "gateway/app.h"
#include "torture/scenarios.h"

/* Where the torture takes place: a server whose sandboxes are kept below a folder of its own. */
struct ground {
    char *folder;
    char *file; /* of the server's default sandbox */
    struct app *app;
    void *kept; /* the database that holds the fixture */
    size_t kept_size;
};

struct ground ground_new(void);
void ground_free(struct ground *ground);

/* A server with a file of its own. NULL with a new text in *error. */
struct app *ground_server(const char *file, char **error);

/* The file of a sandbox; a new text. */
char *ground_file(const struct ground *ground, const char *sandbox);

/* Lays the files of the scenario's sandboxes, and no others. */
void ground_lay(const struct ground *ground, const struct scenario *scenario);

/* Opens what the files hold and gives all its rows as text. Where a database is not sound, or cannot be
 * opened, the text says that instead. The files are gone then. */
char *ground_reap(const struct ground *ground, const struct scenario *scenario);

/* Copies the sandboxes' files aside under that number, and back. */
void ground_keep(const struct ground *ground, size_t number);
void ground_bring_back(const struct ground *ground, size_t number);
