#pragma once

#include "gateway/call.h"

/*
 * What fell due in a sandbox happens before it is asked, in slices, one a turn of the loop, so that nobody
 * else waits: a clock that went far has thousands of events on its way. Sandboxes that are not through take
 * turns; calls that need one of them wait, in their order. Without a loop everything happens at once.
 */

/* Does a slice of what is due by now, and commits and tells it; where nothing is due, only the world's time
 * goes on. True where that was all; else the next slices follow by themselves. False, and nothing happens,
 * while the sandbox belongs to a call's work. */
bool settle(struct app *app, struct sandbox *sandbox);

/* The same within a handler's transaction: false where it needs a second part, call_again(), for the rest. */
bool settle_within(struct call *call);

/* The step of a call: suspends it until its sandbox is through. */
void settle_await(struct call *call);

/* Puts an end to what is left of the slices: the clock was set, or another state was put in place. */
void settle_stop(struct app *app, struct sandbox *sandbox);

/* Brings a sandbox that no call is for up to date, so that its clock can be shown. Nobody waits: where more
 * is due than fits into a slice, it shows how far it has come. */
void settle_for_show(struct app *app, struct sandbox *sandbox);

/* Whatever was committed may have moved the sandbox's next event: where somebody waits to be told of it, the
 * sandbox is woken when it falls due, though nobody calls. */
void settle_when_due(struct app *app, struct sandbox *sandbox);

/* For sandboxes to call when they are woken. */
struct wakeup settle_wakeup(struct app *app);
