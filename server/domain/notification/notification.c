#include "domain/notification/notification.h"

#include "domain/notification/notification_text.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>

STATEMENT(ANY_LISTENER,
          "SELECT 1 FROM workspace WHERE doc ->> 'notifications' <> '[]' AND NOT deleted LIMIT 1");

bool notification_awaited(struct world *world)
{
    struct outbox *outbox = &world->outbox;
    if (outbox->listeners == LISTENERS_UNKNOWN)
        outbox->listeners =
            store_integer(world->store, &ANY_LISTENER, SQL_NOTHING, 0) ? LISTENERS_SOME : LISTENERS_NONE;
    return outbox->listeners == LISTENERS_SOME;
}

void notification_forget(struct world *world)
{
    outbox_doubt_listeners(&world->outbox);
    outbox_clear(&world->outbox);
}

STATEMENT(NOTIFICATIONS,
          "SELECT workspace.doc -> '$.notifications' FROM connection "
          "JOIN actor ON actor.id = source_id JOIN workspace ON workspace.id = actor.workspace_id "
          "WHERE connection.id = ? AND NOT workspace.deleted");

/* The entries of a connection's workspace. New reference. */
static json_t *entries_of(struct world *world, const char *connection_id)
{
    char *list = notification_awaited(world)
                     ? store_text(world->store, &NOTIFICATIONS, SQL_WITH(SQL_TEXT(connection_id)))
                     : NULL;
    json_t *entries = list ? json_stored(list) : json_array();
    free(list);
    return entries;
}

static bool is_slack(const json_t *entry)
{
    return get_is(entry, "notificationType", "slack");
}

/* The webhook that an entry posts to, borrowed; NULL where it has none or, if a flag is named, does not want
 * that. */
static json_t *target_of(const json_t *entry, const char *flag)
{
    json_t *webhook = json_object_get(json_object_get(entry, "slackConfiguration"), "webhook");
    bool wanted = !flag || get_true(entry, flag);
    return wanted && json_string_length(webhook) > 0 ? webhook : NULL;
}

/* Where a message is tried in turn: the first Slack entry alone, unless its post fails. An entry that does
 * not want it ends the list; one of another kind, which cannot be told, is passed over. New reference. */
static json_t *targets_in_turn(const json_t *entries, const char *flag)
{
    json_t *targets = json_array();
    for (size_t i = 0; i < json_array_size(entries); i++) {
        const json_t *entry = json_array_get(entries, i);
        json_t *target = target_of(entry, flag);
        if (is_slack(entry) && !target)
            break;
        if (is_slack(entry))
            json_array_append(targets, target);
    }
    return targets;
}

/* Notes a message for the targets (stolen), if there are any. */
static void tell(struct world *world, json_t *targets, const char *message)
{
    if (json_array_size(targets))
        outbox_add(&world->outbox, targets, message);
    else
        json_decref(targets);
}

void notification_job_ended(struct world *world, const struct job *job)
{
    json_auto_t *entries = entries_of(world, job->connection_id);
    if (json_array_size(entries) == 0)
        return;
    char *message = notification_text_job(world, job);
    tell(world, targets_in_turn(entries, job->status == JOB_SUCCEEDED ? "sendOnSuccess" : "sendOnFailure"),
         message);
    free(message);
}

/* Each entry that has a webhook is told, whatever it wants. */
void notification_disable_warning(struct world *world, const struct job *job)
{
    json_auto_t *entries = entries_of(world, job->connection_id);
    char *message = json_array_size(entries) ? notification_text_disable_warning(world, job) : NULL;
    for (size_t i = 0; i < json_array_size(entries); i++) {
        json_t *target = target_of(json_array_get(entries, i), NULL);
        if (target)
            tell(world, json_pack("[O]", target), message);
    }
    free(message);
}

void notification_disabled(struct world *world, const struct job *job)
{
    json_auto_t *entries = entries_of(world, job->connection_id);
    if (json_array_size(entries) == 0)
        return;
    char *message = notification_text_disabled(world, job);
    tell(world, targets_in_turn(entries, NULL), message);
    free(message);
}

/* The first Slack entry, and no other though its post fails. */
static json_t *first_target(const json_t *entries)
{
    size_t index = 0;
    while (index < json_array_size(entries) && !is_slack(json_array_get(entries, index)))
        index++;
    json_t *target = target_of(json_array_get(entries, index), NULL);
    return target ? json_pack("[O]", target) : json_array();
}

void notification_schema_changed(struct world *world, json_t *connection, const json_t *diff)
{
    const char *id = get_text(connection, "connectionId");
    json_auto_t *entries = entries_of(world, id);
    if (json_array_size(entries) == 0)
        return;
    char *message = notification_text_schema(world, connection, diff);
    tell(world, first_target(entries), message);
    free(message);
}
