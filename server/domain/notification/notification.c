#include "domain/notification/notification.h"

#include "domain/notification/notification_text.h"
#include "json/get.h"

#include <stdlib.h>

STATEMENT(ANY_LISTENER,
          "SELECT 1 FROM workspace WHERE doc ->> 'notifications' <> '[]' AND NOT deleted LIMIT 1");

bool notification_awaited(struct world *world)
{
    struct outbox *outbox = &world->outbox;
    if (outbox->listeners == LISTENERS_UNKNOWN)
        outbox->listeners =
            store_integer(world->store, &ANY_LISTENER, NOTHING, 0) ? LISTENERS_SOME : LISTENERS_NONE;
    return outbox->listeners == LISTENERS_SOME;
}

void notification_forget(struct world *world)
{
    outbox_doubt_listeners(&world->outbox);
    outbox_clear(&world->outbox);
}

STATEMENT(WEBHOOKS, "SELECT json_group_array(entry.value ->> '$.slackConfiguration.webhook') FROM connection "
                    "JOIN actor ON actor.id = source_id JOIN workspace ON workspace.id = actor.workspace_id, "
                    "json_each(workspace.doc, '$.notifications') AS entry "
                    "WHERE connection.id = ?1 AND NOT workspace.deleted "
                    "AND entry.value ->> '$.slackConfiguration.webhook' <> '' "
                    "AND (?2 IS NULL OR entry.value ->> ?2)");

/* The webhooks of a connection's workspace, of those entries in which `flag` (NULL: any) is set. New
 * reference. */
static json_t *webhooks_for(struct world *world, const char *connection_id, const char *flag)
{
    if (!notification_awaited(world))
        return json_array();
    char *list = store_text(world->store, &WEBHOOKS, WITH(TEXT(connection_id), TEXT(flag)));
    json_t *webhooks = world_parse(list);
    free(list);
    return webhooks;
}

/* Notes a message (stolen) for each webhook. */
static void tell(struct world *world, const json_t *webhooks, char *message)
{
    size_t index;
    json_t *webhook;
    json_array_foreach (webhooks, index, webhook)
        outbox_add(&world->outbox, json_string_value(webhook), message);
    free(message);
}

void notification_job_ended(struct world *world, const struct job *job)
{
    if (job->reset)
        return;
    const char *flag = job->status == JOB_SUCCEEDED ? "sendOnSuccess" : "sendOnFailure";
    json_auto_t *webhooks = webhooks_for(world, job->connection_id, flag);
    if (json_array_size(webhooks))
        tell(world, webhooks, notification_text_job(world, job));
}

void notification_schema_changed(struct world *world, json_t *connection, const json_t *diff)
{
    const char *id = get_text(connection, "connectionId");
    json_auto_t *webhooks = webhooks_for(world, id, NULL);
    if (json_array_size(webhooks))
        tell(world, webhooks, notification_text_schema(world, connection, diff));
}
