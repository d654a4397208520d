#pragma once

#include "domain/world/list_page.h"
#include "domain/world/world.h"

#include <jansson.h>

/* Rows of workspaces as the public API shows them: document, notification settings (NULL for a new one's). */
enum workspace_column { WORKSPACE_DOC, WORKSPACE_SETTINGS };
struct rows *workspace_page(struct world *world, const struct list_page *page);

/* The same of one that is not deleted, or no row. */
struct rows *workspace_row(struct world *world, const char *id);

/*
 * Who is told of what: NotificationsConfig, every occasion with its e-mail and webhook. `settings` may be
 * NULL. The webhooks of failure and success are those of the document, which the Config API writes and which
 * are really posted to. New reference.
 */
json_t *workspace_notifications(const json_t *workspace, const char *settings);

/* Those of a new workspace, as text. Static. */
const char *workspace_first_notifications(void);

/* `change` laid over `notifications` (changed in place), occasion by occasion and channel by channel. False
 * with a problem: a webhook without its URL, or what must be told is switched off. */
bool workspace_notifications_change(struct world *world, json_t *notifications, const json_t *change);

/* The Config API's list of them: new reference. */
json_t *workspace_notification_list(const json_t *notifications);

/* Keeps them beside the workspace. */
void workspace_set_notifications(struct world *world, const char *id, const json_t *notifications);
