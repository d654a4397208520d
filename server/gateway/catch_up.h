#pragma once

#include "gateway/app.h"

#include <stdbool.h>

/*
 * A sandbox whose clock went far has much to catch up with: thousands of events that fell due on the way.
 * They run in slices of CATCH_UP_SLICE ms, one a turn of the loop, so that nobody else waits; whoever needs
 * the sandbox waits for the last of them. Without a loop everything runs at once.
 */
enum { CATCH_UP_SLICE = 10 };

/* Runs a slice and commits it. True where the sandbox shows what its clock says; at once where nothing is
 * due. */
bool catch_up_slice(struct app *app, struct sandbox *sandbox);

/* True where others wait for the sandbox: whoever comes now waits behind them. */
bool catch_up_awaited(const struct app *app, const struct sandbox *sandbox);

/* Calls done(arg) once the sandbox has caught up; `gone` where it was taken away before. */
void catch_up_wait(struct app *app, struct sandbox *sandbox, void (*done)(void *arg, bool gone), void *arg);

/* Forgets who waits with this arg; done() is not called then. */
void catch_up_forget(struct app *app, const void *arg);

/* Tells everybody who waits for the sandbox (NULL: for any) that it is gone. */
void catch_up_gone(struct app *app, const struct sandbox *sandbox);
