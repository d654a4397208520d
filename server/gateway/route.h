#pragma once

#include "domain/world/release.h"
#include "gateway/call.h"

#include <stdbool.h>
#include <stddef.h>

/* Whose operation it is: the Config API's, the public API's, or the control API's (the page's among them). */
enum route_api { API_CONFIG, API_PUBLIC, API_CONTROL };

/*
 * One operation, used four times. It routes a call, names the shape that checks the request, names the shape
 * that checks the reply, and is printed in its API's OpenAPI document.
 */
struct route {
    const char *method;
    const char *path; /* without "/api" */
    bool (*handler)(struct call *call);
    const char *request;   /* a shape; "Nothing" where no body is read */
    const char *reply;     /* a shape, or one of the special replies below */
    const char *operation; /* operationId: what generated clients call it */
    const char *summary;
    const char *query;  /* names of the parameters that it takes, with spaces between; NULL for none */
    const char *folded; /* name of the body's members that come folded (json/folded.h), or NULL */
    enum route_api api;
    enum release since, until; /* the releases that have it: from `since` to before `until`, 0 for no end */
    unsigned refusal; /* the status that it answers with, whatever is asked; 0 where it does what it says */
    bool segments;    /* the path has "{name}"s */
    bool takes_body, gives_json, gives_nothing, deletes;
    bool open;    /* answered without credentials */
    bool at_once; /* what fell due in the sandbox need not have happened before: it says nothing of the state,
                     or puts another in its place */
    bool creates; /* success is 201 */
    bool reads;   /* changes nothing and draws nothing: its reply may be kept (sandbox/kept_replies.h) */
    bool internal; /* Airbyte's own workers call it; its document says so */
    bool moved;    /* success is 302 */
    bool slow;     /* what it does takes long in a large world: it is done in slices, call_work.h */
    bool form;     /* the body may be application/x-www-form-urlencoded, too */
};

/* A query of any parameters. */
#define ANY_QUERY "*"

/* Special replies: no body with 204, no body with 200, a text. */
#define NO_CONTENT "NoContent"
#define NO_BODY "NoBody"
#define PLAIN_TEXT "PlainText"

unsigned route_success(const struct route *route);

/* True where a body is read. */
bool route_takes_body(const struct route *route);
bool route_gives_json(const struct route *route);

bool route_is_open(const struct route *route);
bool route_is_at_once(const struct route *route);

/* True for rows of the control API, the page among them. */
bool route_is_control(const struct route *route);

/* True where that release has it. */
bool route_spoken(const struct route *route, enum release release);

/* True for rows that delete something. */
bool route_deletes(const struct route *route);

/* The family of a path: "workspaces" of "/v1/workspaces/list" and of "/public/v1/workspaces"; "" of "/". A
 * new text. */
char *route_family(const struct route *route);

/* The segment of `path` that stands in the place of "{name}" in the row's path: copied, or "" where it is too
 * long or not there. */
struct path_argument route_argument(const struct route *route, const char *path, const char *name);
