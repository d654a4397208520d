#include "domain/workspace/workspace_page.h"

#include "json/get.h"
#include "json/print.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

/* What there is to tell. */
static const struct occasion {
    const char *name;
    const char *sent_on; /* the member of a document's notification that says it; NULL: only kept */
} occasions[] = {
    {"failure", "sendOnFailure"}, {"success", "sendOnSuccess"},
    {"connectionUpdate", NULL},   {"connectionUpdateActionRequired", NULL},
    {"syncDisabled", NULL},       {"syncDisabledWarning", NULL},
};

enum { OCCASIONS = sizeof occasions / sizeof *occasions };

/* The one that cannot be switched off. */
static const char REQUIRED[] = "connectionUpdateActionRequired";

STATEMENT(
    PAGE_OF_WORKSPACES,
    "SELECT doc, notification_settings FROM workspace WHERE (?1 OR NOT deleted) AND (?2 IS NULL OR id IN "
    "(SELECT value FROM json_each(?2))) ORDER BY rowid LIMIT ?3 OFFSET ?4");

struct rows *workspace_page(struct world *world, const struct list_page *page)
{
    return store_rows(world->store, &PAGE_OF_WORKSPACES,
                      SQL_WITH(SQL_INTEGER(page->deleted), SQL_TEXT(page->workspace_ids),
                               SQL_INTEGER(page->limit), SQL_INTEGER(page->offset)));
}

STATEMENT(ONE_WORKSPACE, "SELECT doc, notification_settings FROM workspace WHERE id = ? AND NOT deleted");

struct rows *workspace_row(struct world *world, const char *id)
{
    return store_rows(world->store, &ONE_WORKSPACE, SQL_WITH(SQL_TEXT(id)));
}

/* The URL that the document has for an occasion, or NULL. Borrowed. */
static const char *url_in(const json_t *workspace, const char *sent_on)
{
    size_t index;
    const json_t *each;
    json_array_foreach (json_object_get(workspace, "notifications"), index, each)
        if (get_true(each, sent_on))
            return get_text(json_object_get(each, "slackConfiguration"), "webhook");
    return NULL;
}

static void take_webhook(json_t *notification, const char *url)
{
    json_t *webhook = json_object_get(notification, "webhook");
    json_object_set_new(webhook, "enabled", json_boolean(url != NULL));
    if (url)
        json_object_set_new(webhook, "url", json_string(url));
}

#define MAILED(NAME, EMAIL) "\"" NAME "\":{\"email\":{\"enabled\":" EMAIL "},\"webhook\":{\"enabled\":false}}"

/* All but a success goes by e-mail. */
const char *workspace_first_notifications(void)
{
    return "{" MAILED("failure", "true") "," MAILED("success", "false") "," MAILED(
        "connectionUpdate", "true") "," MAILED("connectionUpdateActionRequired",
                                               "true") "," MAILED("syncDisabled",
                                                                  "true") "," MAILED("syncDisabledWarning",
                                                                                     "true") "}";
}

json_t *workspace_notifications(const json_t *workspace, const char *settings)
{
    json_t *all = json_stored(settings ? settings : workspace_first_notifications());
    for (size_t i = 0; i < OCCASIONS; i++)
        if (occasions[i].sent_on)
            take_webhook(json_object_get(all, occasions[i].name), url_in(workspace, occasions[i].sent_on));
    return all;
}

static bool is_allowed(struct world *world, const char *name, const json_t *notification)
{
    const json_t *webhook = json_object_get(notification, "webhook");
    if (get_true(webhook, "enabled") && !get_text(webhook, "url"))
        return problem_coded(&world->problem, PROBLEM_REFUSED, "notification-missing-url", NULL,
                             "The webhook of %s is switched on without a url.", name);
    bool told = get_true(json_object_get(notification, "email"), "enabled") || get_true(webhook, "enabled");
    return told || strcmp(name, REQUIRED) != 0 ||
           problem_coded(&world->problem, PROBLEM_REFUSED, "notification-required", NULL,
                         "The notification %s is required and cannot be switched off.", name);
}

bool workspace_notifications_change(struct world *world, json_t *notifications, const json_t *change)
{
    for (size_t i = 0; i < OCCASIONS; i++) {
        json_t *notification = json_object_get(notifications, occasions[i].name);
        const json_t *given = json_object_get(change, occasions[i].name);
        json_auto_t *email = json_copy(json_object_get(given, "email"));
        json_auto_t *webhook = json_copy(json_object_get(given, "webhook"));
        json_object_update(json_object_get(notification, "email"), email);
        json_object_update(json_object_get(notification, "webhook"), webhook);
        if (given && !is_allowed(world, occasions[i].name, notification))
            return false;
    }
    return true;
}

static json_t *listed(const char *url, bool success, bool failure)
{
    return json_pack("{ss sb sb s{ss}}", "notificationType", "slack", "sendOnSuccess", success,
                     "sendOnFailure", failure, "slackConfiguration", "webhook", url);
}

/* Where an occasion is posted to, or NULL. */
static const char *posted_to(const json_t *notifications, const char *name)
{
    const json_t *webhook = json_object_get(json_object_get(notifications, name), "webhook");
    return get_true(webhook, "enabled") ? get_text(webhook, "url") : NULL;
}

json_t *workspace_notification_list(const json_t *notifications)
{
    json_t *list = json_array();
    const char *failure = posted_to(notifications, "failure"), *success = posted_to(notifications, "success");
    bool one = failure && success && strcmp(failure, success) == 0;
    if (failure)
        json_array_append_new(list, listed(failure, one, true));
    if (success && !one)
        json_array_append_new(list, listed(success, true, false));
    return list;
}

STATEMENT(SET_NOTIFICATIONS, "UPDATE workspace SET notification_settings = ?2 WHERE id = ?1");

void workspace_set_notifications(struct world *world, const char *id, const json_t *notifications)
{
    char *text = json_print(notifications);
    store_run(world->store, &SET_NOTIFICATIONS, SQL_WITH(SQL_TEXT(id), SQL_TEXT(text)));
    free(text);
}
