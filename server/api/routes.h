#pragma once

#include "gateway/call.h"
#include "json/schema/schema.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The table of the API, from routes.def: one row per operation, used four times. It routes a call, names the
 * shape that checks the request, names the shape that checks the reply, and is printed in GET /v1/openapi.
 */
struct route {
    const char *method;
    const char *path; /* without "/api" */
    size_t path_size;
    bool (*handler)(struct call *call);
    const char *request;   /* a shape; "Nothing" where no body is read */
    const char *reply;     /* a shape, or one of the special replies below */
    const char *operation; /* operationId: what generated clients call it */
    const char *summary;
    const char *query;  /* names of the parameters that it takes, with spaces between; NULL for none */
    const char *folded; /* name of the body's members that come folded (json/fold.h), or NULL */
    bool segments;      /* the path has "{name}"s */
    bool control;       /* of the control API */
    bool takes_body, gives_json, gives_nothing;
    bool open;    /* answered without credentials */
    bool creates; /* success is 201 */
};

/* Every row's handler; a row without one does not link, a handler without a row does not compile. */
#define ROUTE(METHOD, PATH, HANDLER, ...) bool HANDLER(struct call *call);
#define OPEN_ROUTE ROUTE
#define CREATE_ROUTE ROUTE
#include "api/routes.def"
#undef CREATE_ROUTE
#undef OPEN_ROUTE
#undef ROUTE

extern const struct route routes[];
extern const size_t route_count;

/* Special replies: no body with 204, no body with 200, a text. */
#define NO_CONTENT "NoContent"
#define NO_BODY "NoBody"
#define PLAIN_TEXT "PlainText"

unsigned route_success(const struct route *route);
bool route_takes_body(const struct route *route);
bool route_gives_json(const struct route *route);

bool route_is_open(const struct route *route);

/* True for rows of the control API, the page among them. */
bool route_is_control(const struct route *route);

/* True for rows that delete something. */
bool route_deletes(const struct route *route);

/* The family of a path: its second segment, "workspaces" of "/v1/workspaces/list"; "" of "/". A
 * new text. */
char *route_family(const struct route *route);

/* The segment of `path` that stands in the place of "{name}" in the row's path: copied, or "" where it is too
 * long or not there. */
struct path_argument route_argument(const struct route *route, const char *path, const char *name);

/* The row of that path and method, or NULL; then *allow (if anything lives there) is a new text of what is
 * allowed. */
const struct route *route_find(const char *method, const char *path, char **allow);
