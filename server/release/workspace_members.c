#include "domain/access/access_row.h"
#include "release/member.h"

#include <stdbool.h>

MEMBER_SOURCE(workspace_organization)
{
    (void)world, (void)object;
    return json_string(DEFAULT_ORGANIZATION);
}

/* The first notification that has the flag set, as an item of the settings; where there is none, by mail or
 * not at all: docs/behaviour/notifications.md#settings. */
static json_t *item_of(const json_t *notifications, const char *flag, bool mailed)
{
    size_t index;
    json_t *notification;
    json_array_foreach (notifications, index, notification)
        if (json_is_true(json_object_get(notification, flag)))
            return json_pack("{s[O] sO*}", "notificationType",
                             json_object_get(notification, "notificationType"), "slackConfiguration",
                             json_object_get(notification, "slackConfiguration"));
    return mailed ? json_pack("{s[s]}", "notificationType", "customerio")
                  : json_pack("{s[]}", "notificationType");
}

/* What the workspace's notifications come to: of the occasions that settings tell apart they know two. */
MEMBER_SOURCE(workspace_notification_settings)
{
    static const char *const others[] = {
        "sendOnSyncDisabled",          "sendOnSyncDisabledWarning",
        "sendOnConnectionUpdate",      "sendOnConnectionUpdateActionRequired",
        "sendOnBreakingChangeWarning", "sendOnBreakingChangeSyncsDisabled"};
    const json_t *notifications = json_object_get(object, "notifications");
    (void)world;
    json_t *settings = json_pack("{so so}", "sendOnSuccess", item_of(notifications, "sendOnSuccess", false),
                                 "sendOnFailure", item_of(notifications, "sendOnFailure", true));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        json_object_set_new(settings, others[i], item_of(NULL, others[i], true));
    return settings;
}
