#include "gateway/after_commit.h"

#include "base/log.h"
#include "base/moment.h"
#include "domain/notification/notification.h"
#include "domain/run/simulation.h"
#include "gateway/full.h"
#include "gateway/request_trace.h"

/* The URL is a secret of sorts and stays out of the log. */
static void note_outcome(void *log, const struct posted *posted)
{
    bool delivered = posted->status / 100 == 2;
    const struct log_field fields[] = {
        {.kind = LOG_FIELD_INTEGER, .name = "status", .integer = posted->status},
        {.kind = LOG_FIELD_TEXT, .name = "reason", .text = posted->reason},
        {0},
    };
    log_event(log, delivered ? LOG_DEBUG : LOG_WARN,
              delivered ? "notification delivered" : "notification not delivered", fields);
}

void after_commit_post(struct app *app, struct world *world)
{
    struct poster *poster = app->options.poster;
    for (size_t i = 0; poster && i < world->outbox.count; i++)
        poster_send(poster, world->outbox.items[i].url, world->outbox.items[i].body, note_outcome,
                    app->options.log);
    outbox_clear(&world->outbox);
}

/* A sandbox that waits for room is not woken, since waking it gives none. */
void after_commit(struct app *app, struct sandbox *sandbox)
{
    bool awaited = sandbox->watchers.first || (app->options.poster && notification_awaited(&sandbox->world));
    if (awaited && !full_waits(&sandbox->world))
        wakeup_arm(sandbox);
    else
        wakeup_disarm(sandbox);
}

static void settle(void *context, struct sandbox *sandbox)
{
    struct app *app = context;
    struct world *world = &sandboxes_find(app->sandboxes, sandbox->name)->world;
    store_begin(world->store);
    simulation_settle(world, clock_read(&world->clock, moment_now()));
    world_commit(world);
    after_commit_post(app, world);
    request_trace_commit(app, sandbox);
    after_commit(app, sandbox);
}

struct wakeup after_commit_wakeup(struct app *app)
{
    return (struct wakeup){.loop = app->options.loop, .wake = settle, .context = app};
}
