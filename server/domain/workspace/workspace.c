#include "domain/workspace/workspace.h"

#include "base/die.h"
#include "domain/workspace/slug.h"
#include "json/get.h"
#include "json/print.h"
#include "json/put.h"
#include "json/read.h"

#include <stdlib.h>

static const char TYPE[] = "STANDARD_WORKSPACE";

STATEMENT(INSERT_WORKSPACE, "INSERT INTO workspace (doc, webhook_tokens, boot) VALUES (?, ?, ?)");

static char *insert_workspace(struct world *world, json_t *workspace, const char *tokens, bool boot)
{
    bool listens = json_array_size(json_object_get(workspace, "notifications")) > 0;
    char *doc = world_document(world, "WorkspaceRead", workspace);
    store_run(world->store, &INSERT_WORKSPACE, SQL_WITH(SQL_TEXT(doc), SQL_TEXT(tokens), SQL_INTEGER(boot)));
    if (listens)
        outbox_doubt_listeners(&world->outbox);
    return doc;
}

STATEMENT(ANY_WORKSPACE, "SELECT 1 FROM workspace");

void workspace_boot(struct world *world)
{
    if (store_integer(world->store, &ANY_WORKSPACE, SQL_NOTHING, 0))
        return;
    const char *id = world_uuid(world).text;
    json_t *workspace =
        json_pack("{ss ss ss ss sb sb s[] ss}", "workspaceId", id, "customerId", world_uuid(world).text,
                  "name", id, "slug", id, "initialSetupComplete", false, "displaySetupWizard", true,
                  "notifications", "defaultGeography", "auto");
    free(insert_workspace(world, workspace, NULL, true));
}

STATEMENT(SLUG_TAKEN, "SELECT 1 FROM workspace WHERE slug = ?");

static bool slug_taken(struct world *world, const char *slug)
{
    return store_integer(world->store, &SLUG_TAKEN, SQL_WITH(SQL_TEXT(slug)), 0);
}

static char *slug_with_suffix(struct world *world, const char *slug)
{
    char suffix[9] = "";
    for (int i = 0; i < 8; i++)
        suffix[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[rng_between(&world->rng, 0, 51)];
    return must_printf("%s-%s", slug, suffix);
}

static char *free_slug(struct world *world, const char *name)
{
    char *slug = slugify(name);
    char *candidate = must_strdup(slug);
    while (slug_taken(world, candidate)) {
        free(candidate);
        candidate = slug_with_suffix(world, slug);
    }
    free(slug);
    return candidate;
}

/* A notification without a Slack webhook goes nowhere; the real server falls over one. */
static bool notifications_check(struct world *world, const json_t *notifications)
{
    size_t index;
    json_t *notification;
    json_array_foreach (notifications, index, notification) {
        json_object_del(notification, "customerioConfiguration");
        if (json_object_get(notification, "slackConfiguration"))
            continue;
        char *path = must_printf("notifications[%zu].slackConfiguration", index);
        problem_at(&world->problem, PROBLEM_INVALID, path, "is missing but it is required");
        free(path);
        return false;
    }
    return true;
}

/* Gives every webhook configuration an id, unless a fixture did, and takes its token out, into `tokens`. */
static bool webhooks_check(struct world *world, json_t *configs, json_t *tokens)
{
    size_t index;
    json_t *config;
    json_array_foreach (configs, index, config) {
        if (!json_object_get(config, "name"))
            return problem_set(&world->problem, PROBLEM_SPECIFICATION,
                               "$.webhookConfigs[%zu].name: is missing but it is required", index);
        if (!json_object_get(config, "id"))
            json_object_set_new(config, "id", json_string(world_uuid(world).text));
        json_t *token = json_object_get(config, "authToken");
        if (token)
            json_object_set(tokens, get_text(config, "id"), token);
    }
    return true;
}

static bool lists_check(struct world *world, json_t *request, json_t *tokens)
{
    return notifications_check(world, json_object_get(request, "notifications")) &&
           webhooks_check(world, json_object_get(request, "webhookConfigs"), tokens);
}

static void drop_empty_email(json_t *request)
{
    const char *email = get_text(request, "email");
    if (email && *email == '\0')
        json_object_del(request, "email");
}

static json_t *with_defaults(struct world *world, json_t *request)
{
    char *slug = free_slug(world, get_text(request, "name"));
    static const char *const off[] = {"initialSetupComplete", "displaySetupWizard", "anonymousDataCollection",
                                      "news", "securityUpdates"};
    json_t *workspace = json_object();
    put_text(workspace, "customerId", world_uuid(world).text);
    put_text(workspace, "workspaceId", world_uuid(world).text);
    put_text(workspace, "slug", slug);
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        put_bool(workspace, off[i], false);
    put(workspace, "notifications", json_array());
    put(workspace, "webhookConfigs", json_array());
    put_text(workspace, "defaultGeography", "auto");
    json_object_update(workspace, request);
    free(slug);
    return workspace;
}

char *workspace_create(struct world *world, json_t *request)
{
    json_auto_t *tokens = json_object();
    if (!lists_check(world, request, tokens))
        return NULL;
    drop_empty_email(request);
    char *kept = json_print(tokens);
    char *doc = insert_workspace(world, with_defaults(world, request), kept, false);
    free(kept);
    return doc;
}

static char *found(struct world *world, char *doc, const char *id)
{
    return doc ? doc : problem_not_found(&world->problem, TYPE, id);
}

STATEMENT(GET_WORKSPACE, "SELECT doc FROM workspace WHERE id = ? AND NOT deleted");

char *workspace_get(struct world *world, const char *id)
{
    return found(world, store_text(world->store, &GET_WORKSPACE, SQL_WITH(SQL_TEXT(id))), id);
}

bool workspace_known(struct world *world, const char *id)
{
    char *doc = workspace_get(world, id);
    free(doc);
    return doc != NULL;
}

STATEMENT(GET_BY_SLUG, "SELECT doc FROM workspace WHERE slug = ? AND NOT deleted");

char *workspace_get_by_slug(struct world *world, const char *slug)
{
    return found(world, store_text(world->store, &GET_BY_SLUG, SQL_WITH(SQL_TEXT(slug))), slug);
}

STATEMENT(WORKSPACE_OF_CONNECTION,
          "SELECT actor.workspace_id FROM connection JOIN actor ON actor.id = source_id "
          "WHERE connection.id = ?");

char *workspace_get_by_connection(struct world *world, const char *connection_id)
{
    char *id = store_text(world->store, &WORKSPACE_OF_CONNECTION, SQL_WITH(SQL_TEXT(connection_id)));
    char *doc =
        id ? workspace_get(world, id) : problem_not_found(&world->problem, "STANDARD_SYNC", connection_id);
    free(id);
    return doc;
}

STATEMENT(UPDATE_WORKSPACE,
          "UPDATE workspace SET doc = ?2, webhook_tokens = coalesce(?3, webhook_tokens) WHERE id = ?1");

static char *replace(struct world *world, const char *id, json_t *workspace, const char *tokens)
{
    char *doc = world_document(world, "WorkspaceRead", workspace);
    store_run(world->store, &UPDATE_WORKSPACE, SQL_WITH(SQL_TEXT(id), SQL_TEXT(doc), SQL_TEXT(tokens)));
    outbox_doubt_listeners(&world->outbox);
    return doc;
}

char *workspace_update(struct world *world, json_t *request)
{
    const char *id = get_text(request, "workspaceId");
    char *old = workspace_get(world, id);
    json_auto_t *tokens = json_object();
    json_t *workspace = old && lists_check(world, request, tokens) ? json_stored(old) : NULL;
    free(old);
    if (!workspace)
        return NULL;
    drop_empty_email(request);
    json_object_update(workspace, request);
    char *kept = json_object_get(request, "webhookConfigs") ? json_print(tokens) : NULL;
    char *doc = replace(world, id, workspace, kept);
    free(kept);
    return doc;
}

char *workspace_rename(struct world *world, const char *id, const char *name)
{
    char *old = workspace_get(world, id);
    if (!old)
        return NULL;
    json_t *workspace = json_stored(old);
    char *slug = free_slug(world, name);
    json_object_set_new(workspace, "name", json_string(name));
    json_object_set_new(workspace, "slug", json_string(slug));
    free(slug);
    free(old);
    return replace(world, id, workspace, NULL);
}

STATEMENT(LIST_WORKSPACES, "SELECT doc FROM workspace WHERE NOT deleted ORDER BY rowid");

struct rows *workspace_list(struct world *world)
{
    return store_rows(world->store, &LIST_WORKSPACES, SQL_NOTHING);
}
