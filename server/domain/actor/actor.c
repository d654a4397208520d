#include "domain/actor/actor.h"

#include "domain/actor/actor_page.h"

#include "base/text.h"
#include "domain/actor/oauth_parameters.h"
#include "domain/registry/connector.h"
#include "domain/registry/registry.h"
#include "domain/secret/secrets.h"
#include "json/get.h"
#include "json/jsonb.h"
#include "json/print.h"
#include "json/put.h"
#include "json/read.h"

#include <stdlib.h>

/* Where a request's configuration stands, as error replies name it. */
static const char CONFIGURATION[] = "connectionConfiguration";

enum { NAME_ROOM = 256 }; /* characters that Airbyte's database keeps of a name */

void actor_free(struct actor *actor)
{
    json_decref(actor->doc);
    json_decref(actor->configuration);
    *actor = (struct actor){0};
}

const char *actor_text(const struct actor *actor, const char *member)
{
    return get_text(actor->doc, member);
}

STATEMENT(LOAD_ACTOR, "SELECT doc, configuration, deleted FROM actor WHERE id = ? AND kind = ?");

bool actor_load(struct world *world, const struct actor_kind *kind, const char *id, struct actor *actor)
{
    struct rows *rows = store_rows(world->store, &LOAD_ACTOR, SQL_WITH(SQL_TEXT(id), SQL_TEXT(kind->name)));
    *actor = (struct actor){0};
    if (!rows_next(rows))
        return problem_not_found(&world->problem, kind->type, id);
    actor->doc = json_stored(rows_text(rows, 0));
    actor->configuration = json_stored(rows_text(rows, 1));
    actor->deleted = rows_integer(rows, 2);
    rows_end(rows);
    return true;
}

/* The read and the configuration as they are stored; new texts. */
struct stored {
    char *doc, *configuration;
};

/* Puts the configuration (borrowed) into the read (stolen), masked. What OAuth parameters of the instance
 * supply is not even stored, and goes from the configuration. */
static struct stored stored_of(struct world *world, const struct actor_kind *kind,
                               const struct connector *connector, json_t *read, json_t *configuration)
{
    struct writer kept = {0};
    oauth_mask_server_side(world, connector->spec, get_text(read, kind->definition_id), configuration);
    put(read, CONFIGURATION, secrets_masked(connector->spec->configuration, configuration));
    write_in_jsonb_order(&kept, NULL, configuration);
    return (struct stored){world_document(world, kind->shape, read), writer_take(&kept)};
}

/* What its workers are to get: kept and shown, without effect. A new text, or NULL where it is not said. */
static char *resources_of(const json_t *request)
{
    const json_t *resources = json_object_get(request, "resourceAllocation");
    return resources ? json_print(resources) : NULL;
}

STATEMENT(WORKSPACE_EVER, "SELECT 1 FROM workspace WHERE id = ?");

/* A deleted one counts, as there: its row keeps the foreign key. */
static bool workspace_ever(struct world *world, const char *id)
{
    return store_integer(world->store, &WORKSPACE_EVER, SQL_WITH(SQL_TEXT(id)), 0) ||
           problem_not_found(&world->problem, "STANDARD_WORKSPACE", id);
}

static json_t *new_read(struct world *world, const struct actor_kind *kind, const struct connector *connector,
                        json_t *request)
{
    struct uuid drawn = world_uuid(world);
    const char *id = get_text(request, kind->id);
    json_t *read = json_object();
    put_shared(read, kind->definition_id, get(request, kind->definition_id));
    put_shared(read, "workspaceId", get(request, "workspaceId"));
    put_shared(read, "name", get(request, "name"));
    put_text(read, kind->id, id ? id : drawn.text);
    put_shared(read, kind->definition_name, get(connector->read, "name"));
    put_shared(read, "icon", get(connector->read, "icon"));
    return read;
}

STATEMENT(INSERT_ACTOR, "INSERT INTO actor (doc, kind, configuration, created_at, type, resources) "
                        "VALUES (?, ?, ?, ?, ?, ?)");

static char *insert_actor(struct world *world, const struct actor_kind *kind,
                          const struct connector *connector, json_t *request)
{
    struct stored stored = stored_of(world, kind, connector, new_read(world, kind, connector, request),
                                     json_object_get(request, CONFIGURATION));
    char *type = actor_type(kind, connector), *resources = resources_of(request);
    store_run(world->store, &INSERT_ACTOR,
              SQL_WITH(SQL_TEXT(stored.doc), SQL_TEXT(kind->name), SQL_TEXT(stored.configuration),
                       SQL_INTEGER(world->now), SQL_TEXT(type), SQL_TEXT(resources)));
    free(resources);
    free(type);
    free(stored.configuration);
    return stored.doc;
}

static char *create_actor(struct world *world, const struct actor_kind *kind,
                          const struct connector *connector, json_t *request)
{
    bool sound = connector_accepts(world, connector, json_object_get(request, CONFIGURATION)) &&
                 workspace_ever(world, get_text(request, "workspaceId"));
    return sound ? insert_actor(world, kind, connector, request) : NULL;
}

char *actor_create(struct world *world, const struct actor_kind *kind, json_t *request)
{
    struct connector connector;
    bool ready = configuration_is_object(world, json_object_get(request, CONFIGURATION), CONFIGURATION) &&
                 connector_load(world, kind, get_text(request, kind->definition_id), &connector);
    if (!ready)
        return NULL;
    char *doc = create_actor(world, kind, &connector, request);
    connector_free(&connector);
    return doc;
}

STATEMENT(GET_SOURCE, "SELECT doc FROM actor WHERE id = ? AND kind = 'source'");
STATEMENT(GET_DESTINATION, "SELECT doc FROM actor WHERE id = ? AND kind = 'destination'");

char *actor_get(struct world *world, const struct actor_kind *kind, const char *id)
{
    char *doc =
        store_text(world->store, kind == &SOURCE ? &GET_SOURCE : &GET_DESTINATION, SQL_WITH(SQL_TEXT(id)));
    return doc ? doc : problem_not_found(&world->problem, kind->type, id);
}

STATEMENT(LIST_ACTORS,
          "SELECT doc FROM actor WHERE workspace_id = ? AND kind = ? AND NOT deleted ORDER BY rowid");

struct rows *actor_list(struct world *world, const struct actor_kind *kind, const char *workspace_id)
{
    return store_rows(world->store, &LIST_ACTORS, SQL_WITH(SQL_TEXT(workspace_id), SQL_TEXT(kind->name)));
}

/* The real server lets sources, but not destinations, fulfil their specification before the secrets are put
 * back too (docs/behaviour/actors.md#updating). */
static bool masked_acceptable(struct world *world, const struct actor_kind *kind,
                              const struct connector *connector, const json_t *given)
{
    return kind != &SOURCE || connector_accepts(world, connector, given);
}

STATEMENT(UPDATE_ACTOR, "UPDATE actor SET doc = ?2, configuration = ?3, resources = coalesce(?4, resources) "
                        "WHERE id = ?1");

static char *update_actor(struct world *world, const struct actor_kind *kind,
                          const struct connector *connector, const struct actor *actor, json_t *request)
{
    json_t *given = json_object_get(request, CONFIGURATION);
    json_auto_t *merged = secrets_merged(connector->spec->configuration, actor->configuration, given);
    if (!masked_acceptable(world, kind, connector, given) || !connector_accepts(world, connector, merged))
        return NULL;
    json_object_set(actor->doc, "name", json_object_get(request, "name"));
    struct stored stored = stored_of(world, kind, connector, json_incref(actor->doc), merged);
    char *resources = resources_of(request);
    store_run(world->store, &UPDATE_ACTOR,
              SQL_WITH(SQL_TEXT(actor_text(actor, kind->id)), SQL_TEXT(stored.doc),
                       SQL_TEXT(stored.configuration), SQL_TEXT(resources)));
    free(resources);
    free(stored.configuration);
    return stored.doc;
}

char *actor_update(struct world *world, const struct actor_kind *kind, json_t *request)
{
    struct actor actor;
    struct connector connector;
    if (!configuration_is_object(world, json_object_get(request, CONFIGURATION), CONFIGURATION) ||
        !actor_load(world, kind, get_text(request, kind->id), &actor))
        return NULL;
    bool known = connector_load(world, kind, actor_text(&actor, kind->definition_id), &connector);
    char *doc = known ? update_actor(world, kind, &connector, &actor, request) : NULL;
    connector_free(&connector);
    actor_free(&actor);
    return doc;
}

/* The name of a copy: as the request says, else the original's with a word behind it. New reference. */
static json_t *copy_name(struct world *world, const struct actor *original, json_t *changes)
{
    json_t *given = json_object_get(changes, "name");
    json_t *name = given ? json_incref(given) : json_sprintf("%s (Copy)", actor_text(original, "name"));
    if (text_letters(json_string_value(name), json_string_length(name)) <= NAME_ROOM)
        return name;
    json_decref(name);
    return problem_at(&world->problem, PROBLEM_INVALID, "name", "may only be %d characters long", NAME_ROOM);
}

/* The whole configuration that the request brings, else the original's with its secrets. Borrowed. */
static json_t *copy_configuration(const struct actor *original, json_t *changes)
{
    json_t *given = json_object_get(changes, CONFIGURATION);
    return given ? given : original->configuration;
}

static char *copy_actor(struct world *world, const struct actor_kind *kind, const struct actor *original,
                        json_t *changes)
{
    json_t *name = copy_name(world, original, changes);
    if (!name)
        return NULL;
    json_auto_t *request =
        json_pack("{ss ss so sO}", kind->definition_id, actor_text(original, kind->definition_id),
                  "workspaceId", actor_text(original, "workspaceId"), "name", name, CONFIGURATION,
                  copy_configuration(original, changes));
    return actor_create(world, kind, request);
}

char *actor_clone(struct world *world, const struct actor_kind *kind, json_t *request)
{
    struct actor original;
    if (!actor_load(world, kind, get_text(request, kind->clone_id), &original))
        return NULL;
    char *doc = copy_actor(world, kind, &original, json_object_get(request, kind->clone_configuration));
    actor_free(&original);
    return doc;
}
