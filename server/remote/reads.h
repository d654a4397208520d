#pragma once

#include <stdbool.h>

/* Which of Airbyte's APIs a server is read through. */
enum remote_api { REMOTE_CONFIG, REMOTE_PUBLIC };

/* Which of them somebody names, if any. */
enum remote_choice { CHOICE_ANY, CHOICE_CONFIG, CHOICE_PUBLIC };

/* The rows of reads.def. */
enum read {
#define READ(id, ...) READ_##id,
#include "remote/reads.def"
#undef READ
    READS
};

struct read_row {
    enum remote_api api;
    bool needed;
    const char *method;
    const char *path;
    const char *tells;
};

extern const struct read_row read_rows[READS];

/* What the paths of an API begin with on an Airbyte of one's own: "/api/v1". */
const char *remote_root(enum remote_api api);

/* The API that such a path is of; false for a path of none. */
bool remote_api_of(const char *path, enum remote_api *api);

/* The method of that name, which outlives the name; NULL for none that the APIs know. */
const char *remote_method(const char *name);
