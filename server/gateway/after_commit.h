#pragma once

#include "gateway/app.h"

/*
 * What follows once something was committed in a sandbox: what it has to tell outside is posted, off the
 * request's path; and while somebody waits to be told, the sandbox is woken when its next event falls due, so
 * that its jobs go on though nobody calls.
 */

/* Posts what the world has to tell; to be called after each commit. A post that fails is a line in the log.
 */
void after_commit_post(struct app *app, struct world *world);

/* Sees to the sandbox's next awakening; to be called once its time, events or workspaces may have changed. */
void after_commit(struct app *app, struct sandbox *sandbox);

/* For sandboxes to call when they are woken. */
struct wakeup after_commit_wakeup(struct app *app);
