#pragma once

#include "base/loop.h"
#include "base/rng.h"
#include "base/text.h"
#include "domain/world/world.h"
#include "gateway/access/access.h"
#include "http/exchange.h"
#include "outbound/post.h"
#include "sandbox/sandboxes.h"

/* How long others wait while something takes long, in ms. */
enum { SLICE = 5 };

/* What an operator sets, as far as the API cares. */
struct api_options {
    const struct route *routes; /* the rows of all APIs; borrowed */
    size_t route_count;
    struct access_options access;
    const char *public_url; /* what the public API's links begin with; NULL: the request's own host */
    bool strict;            /* unknown properties and coerced scalars are refused */
    bool keep_problems;     /* for a report at the end: verdict/kept.h */
    const char *const *allowed_problems; /* codes of rules that are switched off; borrowed */
    size_t allowed_problem_count;
    int64_t poll_interval; /* ms; polls of one job that are closer are a problem: verdict/ */
    int64_t slice;         /* ms that long work takes at a time: SLICE, less in tests */
    bool no_kept_replies;  /* each is made anew */
    bool check_replies;    /* each reply is checked against its shape; a breach is a 500 */
    struct start start;    /* what sandboxes start from; `shared` is filled in by app_new() */
    struct settings settings;
    struct registry *registry;      /* stolen; NULL for the built-in one */
    struct preparation preparation; /* fixtures; run before anything is answered */
    struct log *log;                /* borrowed; NULL for none */
    struct loop *loop;              /* borrowed, outlives the app; NULL: nothing happens between requests */
    struct poster *poster;          /* borrowed; posts notifications; NULL: none are posted */
    json_t *version;                /* what the control API tells of the build: Version; stolen */
    json_t *config;                 /* and of the options: a list of ConfigOption; stolen */
};

/* Suspended calls, in the order in which they were suspended: call_steps.h. */
struct call_list {
    struct call *first, *last;
};

/* A server without its socket. */
struct app {
    struct api_options options;
    struct route_table *routes;
    struct release_shapes shapes;
    const char **paths; /* of the rows that clients call, NULL-ended */
    struct shared shared;
    struct sandboxes *sandboxes;
    struct rng request_ids;
    struct call_list suspended;
    struct call *spare;        /* room that the last call left; NULL for none */
    struct sandbox *unsettled; /* the first of those that take turns: settle.h */
    struct loop_timer settle_timer;
    struct loop_timer work_timer; /* of the next slice of a call's: call_work.h */
    struct access access;
    struct text headers;       /* of the request that came last */
    char *documents[RELEASES]; /* the served OpenAPI documents; each made when first asked for */
    struct metrics *metrics;
    json_t *problems; /* that are kept: {sandbox: [Problem]}; NULL where none are */
    size_t problem_count;
    int64_t started; /* moment_now() */
};

/* NULL with a new text in *error where the sandboxes' file is not to be had. */
struct app *app_new(const struct api_options *options, char **error);
void app_free(struct app *app);

/* Answers one request: authentication, routing, checks, the handler. See gateway.c. */
void app_answer(struct app *app, struct exchange *exchange);
