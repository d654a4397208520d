#include "gateway/commit.h"

#include "base/log.h"
#include "gateway/metrics.h"

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

static void post(struct app *app, struct outbox *outbox)
{
    struct poster *poster = app->options.poster;
    for (size_t i = 0; poster && i < outbox->count; i++)
        poster_offer(poster, outbox->items[i].urls, outbox->items[i].body, note_outcome, app->options.log);
    outbox_clear(outbox);
}

static void count_change(void *metrics, const struct change *change)
{
    metrics_change(metrics, change);
}

void commit(struct app *app, struct sandbox *sandbox)
{
    world_commit(&sandbox->world);
    sandbox_note_webhooks(sandbox);
    post(app, &sandbox->world.outbox);
    sandbox_tell(sandbox, count_change, app->metrics);
}
