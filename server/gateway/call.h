#pragma once

#include "domain/world/world.h"
#include "http/exchange.h"

#include <jansson.h>
#include <stdbool.h>

/*
 * One call of an operation, as its handler sees it. The body has passed its shape: required members are
 * there, types are right, nulls and unknown members are gone. A handler replies and returns true; or leaves a
 * problem in the world and returns false, and then nothing that it did stays.
 */
struct call {
    struct app *app;
    struct sandbox *sandbox;
    struct world *world;
    const struct route *route;
    struct exchange *exchange;
    json_t *body;     /* borrowed; NULL where the operation takes none */
    const char *path; /* the operation's, without "/api" and a sandbox's prefix */
};

/* Room for what stands in the place of a path's "{name}". */
enum { PATH_ARGUMENT = 128 };
struct path_argument {
    char text[PATH_ARGUMENT];
};

/* What stands in the place of "{name}" in the row's path. */
struct path_argument path_argument(const struct call *call, const char *name);

/* A member of the body. Borrowed; NULL (or `fallback`) where it is absent. */
const char *body_text(const struct call *call, const char *name);
json_t *body_member(const struct call *call, const char *name);
int64_t body_integer(const struct call *call, const char *name, int64_t fallback);
bool body_flag(const struct call *call, const char *name, bool fallback);

/* Replies with the operation's success status. Each steals what it sends and gives false for NULL, so that a
 * handler can pass on what a step gave it. */
bool reply_document(struct call *call, char *document);
bool reply_json(struct call *call, json_t *value);
bool reply_shaped(struct call *call, json_t *value); /* as the shape that the route promises */
bool reply_text(struct call *call, char *text);

/* Replies without a body where `done`. */
bool reply_done(struct call *call, bool done);

/* {"<name>": [document, ...]}: the first column of every row, as it is stored. */
bool reply_list(struct call *call, const char *name, struct rows *rows);

/* Around what replaces the whole store: what the call did before is committed, what comes after is a
 * transaction of its own. */
void call_leave_transaction(struct call *call);
void call_enter_transaction(struct call *call);
