#include "domain/workspace.h"
#include "sandbox/fixture_parts.h"

#include <stdlib.h>
#include <string.h>

STATEMENT(WORKSPACE_OF_NAME,
          "SELECT id FROM workspace WHERE doc ->> 'name' = ? AND NOT deleted ORDER BY rowid LIMIT 1");

/* An entry without an id is the workspace of its name. */
static void find_by_name(struct fixture_load *load, json_t *entry)
{
    if (json_object_get(entry, "workspaceId"))
        return;
    char *id = store_text(load->world->store, &WORKSPACE_OF_NAME, WITH(TEXT(fixture_text(entry, "name"))));
    if (id)
        json_object_set_new(entry, "workspaceId", json_string(id));
    free(id);
}

STATEMENT(SLUG_OWNER, "SELECT id FROM workspace WHERE slug = ?");

static bool slug_free(struct fixture_load *load, const json_t *entry)
{
    const char *id = fixture_text(entry, "workspaceId");
    char *owner = store_text(load->world->store, &SLUG_OWNER, WITH(TEXT(fixture_text(entry, "slug"))));
    bool sound = !owner || (id && strcmp(owner, id) == 0);
    if (!sound)
        problem_at(&load->world->problem, PROBLEM_INVALID, "slug", "is that of workspace %s", owner);
    free(owner);
    return sound;
}

static const json_t *webhook_of_name(const json_t *webhooks, const json_t *name)
{
    size_t index;
    json_t *webhook;
    json_array_foreach (webhooks, index, webhook)
        if (json_equal(json_object_get(webhook, "name"), name))
            return webhook;
    return NULL;
}

/* Webhooks without an id keep that of their name: operations refer to it. */
static void keep_webhook_ids(json_t *entry, const json_t *stored)
{
    size_t index;
    json_t *webhook;
    json_array_foreach (json_object_get(entry, "webhookConfigs"), index, webhook) {
        const json_t *known =
            webhook_of_name(json_object_get(stored, "webhookConfigs"), json_object_get(webhook, "name"));
        if (known && !json_object_get(webhook, "id"))
            json_object_set(webhook, "id", json_object_get(known, "id"));
    }
}

static bool update(struct fixture_load *load, json_t *entry)
{
    char *doc = workspace_get(load->world, fixture_text(entry, "workspaceId"));
    json_auto_t *stored = world_parse(doc);
    free(doc);
    keep_webhook_ids(entry, stored);
    return fixture_done(workspace_update(load->world, entry));
}

/* The entry then knows the id, for those that name no workspace. */
static bool create(struct fixture_load *load, json_t *entry)
{
    char *doc = workspace_create(load->world, entry);
    json_auto_t *workspace = doc ? world_parse(doc) : NULL;
    json_object_set(entry, "workspaceId", json_object_get(workspace, "workspaceId"));
    return fixture_done(doc);
}

STATEMENT(REVIVE_WORKSPACE, "UPDATE workspace SET deleted = 0, boot = 0 WHERE id = ?");

bool fixture_workspace(struct fixture_load *load, json_t *entry)
{
    find_by_name(load, entry);
    if (!slug_free(load, entry))
        return false;
    const char *id = fixture_text(entry, "workspaceId");
    bool known = id && store_run(load->world->store, &REVIVE_WORKSPACE, WITH(TEXT(id)));
    return known ? update(load, entry) : create(load, entry);
}

STATEMENT(FIRST_WORKSPACE, "SELECT id FROM workspace WHERE NOT deleted ORDER BY rowid LIMIT 1");

void fixture_default_workspace(struct fixture_load *load, json_t *entry)
{
    if (json_object_get(entry, "workspaceId"))
        return;
    const json_t *first = json_array_get(json_object_get(load->document, "workspaces"), 0);
    char *id = first ? NULL : store_text(load->world->store, &FIRST_WORKSPACE, NOTHING);
    json_object_set_new(entry, "workspaceId",
                        first ? json_incref(json_object_get(first, "workspaceId"))
                              : json_string(id ? id : ""));
    free(id);
}

STATEMENT(DROP_BOOT_WORKSPACE,
          "DELETE FROM workspace WHERE boot "
          "AND NOT EXISTS (SELECT 1 FROM actor WHERE workspace_id = workspace.id) "
          "AND NOT EXISTS (SELECT 1 FROM operation WHERE workspace_id = workspace.id) "
          "AND NOT EXISTS (SELECT 1 FROM definition_grant WHERE workspace_id = workspace.id)");

void fixture_drop_boot_workspace(struct fixture_load *load)
{
    if (json_array_size(json_object_get(load->document, "workspaces")))
        store_run(load->world->store, &DROP_BOOT_WORKSPACE, NOTHING);
}
