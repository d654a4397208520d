#pragma once

#include "gateway/call.h"

/*
 * What takes long in a large world, and reading a long body, is done in slices, one a turn of the loop, so
 * that nobody else waits longer. The sandbox belongs to the call meanwhile, with its open
 * transaction: other calls of that sandbox wait until the call is through, in their order. Where it is ended
 * before, or its client leaves, nothing of it stays.
 */

/* Does `part` of the call, in slices where it may take long; then `after`, which may suspend the call and is
 * not called where the call is ended meanwhile: then `undo` is. */
struct call_part {
    void (*part)(struct call *call);
    void (*after)(struct call *call);
    void (*undo)(struct call *call);
    bool lasts;  /* it may take long, whatever the row and the body */
    bool by_row; /* it may where the row says so, and not only with a long body */
};
void call_work_begin(struct call *call, const struct call_part *part);

/* Another slice of the part that was begun. */
void call_work_go_on(struct call *call);

/* Ends the work of a call in that sandbox, if there is any, and the call with it, at once: for what another
 * sandbox's call does to this one. */
void call_work_finish(const struct app *app, const struct sandbox *sandbox);

/* The call's work takes hold of another sandbox, which no other's has, until it is let go. */
void call_work_hold(struct call *call, struct sandbox *other);
void call_work_let_go(struct call *call, struct sandbox *other);

/* True for what does not touch the sandbox's store, as probes and the page, and so need not wait for others.
 */
bool call_works_beside(const struct call *call);

/* The step of a call that waits until its sandbox belongs to no other. */
void call_work_await(struct call *call);
