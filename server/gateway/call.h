#pragma once

#include "base/loop.h"
#include "domain/world/world.h"
#include "gateway/request_target.h"
#include "http/exchange.h"
#include "sandbox/fault/fault.h"
#include "sandbox/kept_replies.h"
#include "json/schema/schema.h"

#include <jansson.h>
#include <stdbool.h>

struct route;

/* The way of a call, in order; call_steps.c says what each does. */
enum call_step {
    CALL_MEETS_FAULTS,
    CALL_WAITS_FOR_OTHERS,
    CALL_MAKES_READY,
    CALL_FINDS_IT_WHOLE,
    CALL_SETTLES,
    CALL_WAITS_FOR_OTHERS_AGAIN,
    CALL_IS_ADMITTED,
    CALL_RUNS,
    CALL_IS_CHECKED,
    CALL_MEETS_LATE_FAULTS,
    CALL_IS_DONE,
};

/*
 * One call of an operation, as its handler sees it. The body has passed its shape: required members are
 * there, types are right, nulls and unknown members are gone. A handler replies and returns true; or leaves a
 * problem in the world and returns false, and then nothing that it did stays. One that cannot reply yet
 * suspends its call and returns true: what it did is committed, the client waits, everybody else is served
 * meanwhile. A call ends before its sandbox does.
 */
struct call {
    struct app *app;
    struct sandbox *sandbox;
    struct world *world;
    const struct route *route;
    struct exchange *exchange;
    json_t *body;           /* see call_body() */
    json_t *parameters;     /* the call's own, of the public API: see parameters.h */
    const char *path;       /* the operation's, without "/api" and a sandbox's prefix */
    struct sandbox *doomed; /* goes before the reply is sent, or with its client; NULL for none */
    void *holder;           /* of whoever has suspended the call */

    /* The gateway's own. */
    bool (*handler)(struct call *call); /* the route's, or what call_again() put there */
    enum call_step step;                /* that comes next */
    bool meets_faults;
    bool keeps;                        /* its reply, for whoever asks the same */
    bool under_way;                    /* a step is being taken */
    bool held;                         /* it was suspended: http waits to be told of the reply */
    struct fault_hit fault;            /* that waits for the reply */
    const struct call_part *part;      /* that is done in slices: call_work.h */
    struct work *work;                 /* its; NULL where none is under way */
    bool done;                         /* the handler succeeded */
    struct loop_timer timer;           /* of a delay */
    void (*let_go)(struct call *call); /* NULL where it is not suspended */
    struct call *next, *previous;      /* in the app's list, while it is suspended */

    /* What is written before it is read; the above begins as zero. */
    struct request_target target; /* what `path` lies in */
    struct schema_id id;          /* the body, where that is an id alone; without a name where it is none */
    struct clock clock;           /* where a call that fails puts time back to */
    int64_t now;
    struct kept_since since; /* where its handler began */
};

/* Room for what stands in the place of a path's "{name}". */
enum { PATH_ARGUMENT = 256 };
struct path_argument {
    char text[PATH_ARGUMENT];
};

/* What stands in the place of "{name}" in the row's path. */
struct path_argument path_argument(const struct call *call, const char *name);

/* The call's own; NULL where the operation takes none. Of a body that is an id alone a tree is made now: to
 * look at an id takes none (body_text()). */
json_t *call_body(struct call *call);

/* A member of the body. Borrowed; NULL (or `fallback`) where it is absent. */
const char *body_text(struct call *call, const char *name);
json_t *body_member(struct call *call, const char *name);
int64_t body_integer(struct call *call, const char *name, int64_t fallback);
bool body_flag(struct call *call, const char *name, bool fallback);

/* The same of what path and query of a public API's call say. */
const char *parameter_text(const struct call *call, const char *name);
json_t *parameter_member(const struct call *call, const char *name);
int64_t parameter_integer(const struct call *call, const char *name, int64_t fallback);
bool parameter_flag(const struct call *call, const char *name);

/* True where the body asks for a page by cursor, as only releases that have such pages let it. */
bool body_asks_for_page(struct call *call);

/* Replies with the operation's success status. Each steals what it sends and gives false for NULL, so that a
 * handler can pass on what a step gave it. */
bool reply_document(struct call *call, char *document);
bool reply_written(struct call *call, struct text document); /* without data: NULL */
bool reply_json(struct call *call, json_t *value);
bool reply_shaped(struct call *call, json_t *value); /* as the shape that the route promises */
bool reply_text(struct call *call, char *text);

/* Replies without a body where `done`. */
bool reply_done(struct call *call, bool done);

/* {"<name>": [document, ...]}: the first column of every row, as it is stored. */
bool reply_list(struct call *call, const char *name, struct rows *rows);

/* Around what replaces the whole store: what the call did before is committed, what comes after is a
 * transaction of its own, and time as it stands then what a call that fails puts it back to. */
void call_leave_transaction(struct call *call);
void call_enter_transaction(struct call *call);

/*
 * Suspends the call. let_go(call) is called at most once, where the client leaves, the server ends, or the
 * sandbox is reset or taken away before call_resume(): whoever has suspended the call forgets it and frees
 * call->holder. It may reply; the call is not its own any more when it returns.
 */
void call_suspend(struct call *call, void (*let_go)(struct call *call));

/* Goes on with a suspended call, to which there is a reply by now. The call may be gone then. */
void call_resume(struct call *call);

/* For a handler whose work has a second part: `next` is run in a transaction of its own, once what falls due
 * by then has happened. True, for the handler to return. */
bool call_again(struct call *call, bool (*next)(struct call *call));

/* Holds the call back for so many ms of the machine's clock; not for 0, nor without a loop. None costs a
 * thread: each has a timer. */
void call_delay(struct call *call, int64_t ms);
