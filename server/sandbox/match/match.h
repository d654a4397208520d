#pragma once

#include "base/work.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Which requests are meant: MATCH of the control API, {"path", "method"?, "status"?, "body"?, "headers"?}.
 * Header values may hold `*`, any run of characters; the path obeys match_path.h. `body` names members that
 * must be there with these values: objects may hold more, lists have the same number of items, numbers are
 * compared by value.
 */
struct match {
    char *path;         /* match_path_of() */
    const char *method; /* NULL for any; of `document` */
    unsigned status;    /* 0 for any */
    json_t *body;       /* NULL for any; of `document` */
    json_t *headers;    /* {name: value}; NULL for any; of `document` */
    json_t *document;   /* what it was made of; a reference of our own */
};

/* A request, as far as a match looks at it. Borrowed texts; `json` starts as NULL, `parsed` as false. */
struct asked {
    const char *method;
    const char *path;
    unsigned status;  /* 0 while it is not answered: then no match with a status fits */
    const char *body; /* followed by a NUL */
    size_t body_size;
    const char *(*header)(const void *source, const char *name); /* any case; NULL where there is none */
    const void *source;
    json_t *json; /* the body; parsed when a match first looks at it */
    bool parsed;
    struct work *work; /* that rests while the body is read and freed, or NULL */
};

/* `document` (borrowed) obeys the shape Match. To be freed with match_free(). */
struct match match_compile(json_t *document);
void match_free(struct match *match);

bool match_fits(const struct match *match, struct asked *asked);

/* Frees what match_fits() put into it; one request may be held against many matches before. */
void asked_free(struct asked *asked);

/* The body of the request as JSON, or NULL where it is none. Borrowed. */
const json_t *asked_json(struct asked *asked);

/* True where `given` has what `wanted` names. */
bool match_value_fits(json_t *wanted, const json_t *given);

/*
 * What differs, in words: ["method is GET, not POST", "body.jobId is missing"]; new, empty where the match
 * fits. `shown` is the body as it may be shown, secrets masked (NULL for a body that must not be shown): a
 * value that reads otherwise there is not told.
 */
json_t *match_differences(const struct match *match, struct asked *asked, const json_t *shown);

/* How far the request is from the match: 0 where it fits; larger is farther. */
unsigned match_distance(const struct match *match, struct asked *asked);
