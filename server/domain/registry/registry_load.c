#include "base/die.h"
#include "base/log.h"
#include "domain/registry/actor_kind.h"
#include "domain/registry/icon.h"
#include "domain/registry/registry.h"
#include "domain/world/world.h"
#include "json/get.h"
#include "json/print.h"
#include "json/schema/schema.h"

#include <stdlib.h>
#include <string.h>

/* Which members of a registry entry a definition keeps, in the order of the API's reads; one table for both
 * kinds. */
static const char *const kept_members[] = {"sourceDefinitionId",
                                           "destinationDefinitionId",
                                           "name",
                                           "dockerRepository",
                                           "dockerImageTag",
                                           "documentationUrl",
                                           "icon",
                                           "protocolVersion",
                                           "releaseStage",
                                           "releaseDate",
                                           "sourceType",
                                           "resourceRequirements",
                                           "supportsDbt",
                                           "normalizationConfig"};

static const char *const source_types[] = {"api", "file", "database", "custom", NULL};
static const char *const needed_members[] = {"name", "dockerRepository", "dockerImageTag", "documentationUrl",
                                             NULL};

static bool listed(const char *const *names, const json_t *name)
{
    for (; *names; names++)
        if (json_is_string(name) && strcmp(*names, json_string_value(name)) == 0)
            return true;
    return false;
}

/* {"supported": true, ...} of an entry that names a normalization image, else {"supported": false}. */
static json_t *normalization_of(json_t *entry)
{
    json_t *given = json_object_get(entry, "normalizationConfig");
    json_t *config =
        json_pack("{sb}", "supported", json_object_get(given, "normalizationRepository") != NULL);
    const char *name;
    json_t *value;
    json_object_foreach (given, name, value)
        if (strcmp(name, "supported") != 0)
            json_object_set(config, name, value);
    return config;
}

static json_t *protocol_version_of(json_t *entry)
{
    json_t *own = json_object_get(entry, "protocolVersion");
    json_t *spec = json_object_get(json_object_get(entry, "spec"), "protocol_version");
    json_t *version = own ? own : spec;
    return version ? json_incref(version) : json_string("0.2.0");
}

static void set_derived_members(json_t *doc, json_t *entry, const struct actor_kind *kind)
{
    json_object_set_new(doc, "protocolVersion", protocol_version_of(entry));
    if (json_object_get(entry, "icon")) {
        char *icon = icon_of(get_text(entry, "name"));
        json_object_set_new(doc, "icon", json_string(icon));
        free(icon);
    }
    if (kind == &SOURCE) {
        if (!listed(source_types, json_object_get(entry, "sourceType")))
            json_object_del(doc, "sourceType");
        return;
    }
    json_object_del(doc, "sourceType");
    json_object_set_new(doc, "normalizationConfig", normalization_of(entry));
    if (!get_true(entry, "supportsDbt"))
        json_object_set_new(doc, "supportsDbt", json_false());
}

/* A definition's read, in the API's order. */
static json_t *definition_of(json_t *entry, const struct actor_kind *kind)
{
    json_auto_t *loose = json_object();
    json_object_update(loose, entry);
    set_derived_members(loose, entry, kind);
    json_t *doc = json_object();
    for (size_t i = 0; i < sizeof kept_members / sizeof *kept_members; i++) {
        json_t *value = json_object_get(loose, kept_members[i]);
        if (value && !json_is_null(value))
            json_object_set(doc, kept_members[i], value);
    }
    return doc;
}

static char *entry_fault(json_t *entry, const struct actor_kind *kind)
{
    const json_t *id = json_object_get(entry, kind->definition_id);
    if (!json_is_string(id) || !uuid_valid(json_string_value(id)))
        return must_printf("%s must be a UUID", kind->definition_id);
    for (const char *const *name = needed_members; *name; name++)
        if (!json_is_string(json_object_get(entry, *name)))
            return must_printf("%s must be a text", *name);
    return NULL;
}

/* A file that is being loaded. */
struct loading {
    struct store *store;
    struct log *log;
    const struct actor_kind *kind;
    size_t index; /* of the entry */
};

/* A slip that is known when the registry is loaded surprises nobody who relies on it later. */
static void log_slip(const struct loading *loading, const json_t *spec)
{
    char *slip;
    schema_free(schema_compile(json_object_get(spec, "connectionSpecification"), &slip));
    if (slip)
        log_line(loading->log, LOG_WARN, "connectors: /%s/%zu: spec.connectionSpecification: %s",
                 loading->kind->list, loading->index, slip);
    free(slip);
}

/* The specification in protocol form; one of any configuration where there is none. New reference. */
static json_t *spec_of(json_t *entry)
{
    json_t *spec = json_object_get(entry, "spec");
    return json_is_object(spec) ? json_incref(spec) : json_pack("{s{}}", "connectionSpecification");
}

STATEMENT(INSERT_DEFINITION,
          "INSERT INTO definition (doc, kind, spec, suggested, public) VALUES (?, ?, ?, ?, ?)");

static void insert_entry(const struct loading *loading, json_t *entry)
{
    const struct actor_kind *kind = loading->kind;
    json_auto_t *spec = spec_of(entry);
    json_auto_t *doc = definition_of(entry, kind);
    const json_t *streams = json_object_get(json_object_get(entry, "suggestedStreams"), "streams");
    const json_t *public = json_object_get(entry, "public");
    char *doc_text = json_print(doc);
    char *spec_text = json_print(spec);
    char *suggested = streams ? json_print(streams) : NULL;
    log_slip(loading, spec);
    store_run(loading->store, &INSERT_DEFINITION,
              SQL_WITH(SQL_TEXT(doc_text), SQL_TEXT(kind->name), SQL_TEXT(spec_text), SQL_TEXT(suggested),
                       SQL_INTEGER(!json_is_false(public))));
    free(suggested);
    free(spec_text);
    free(doc_text);
}

STATEMENT(HAS_DEFINITION, "SELECT 1 FROM definition WHERE id = ?");

static char *load_entry(const struct loading *loading, json_t *entry)
{
    const struct actor_kind *kind = loading->kind;
    if (get_true(entry, "tombstone"))
        return NULL;
    char *fault = entry_fault(entry, kind);
    const char *id = fault ? "" : get_text(entry, kind->definition_id);
    if (!fault && store_integer(loading->store, &HAS_DEFINITION, SQL_WITH(SQL_TEXT(id)), 0))
        fault = must_printf("%s %s is there twice", kind->definition_id, id);
    if (!fault)
        insert_entry(loading, entry);
    return fault;
}

static bool load_list(struct loading *loading, const struct actor_kind *kind, json_t *registry, char **error)
{
    json_t *entry;
    const json_t *list = json_object_get(registry, kind->list);
    if (!json_is_array(list)) {
        *error = must_printf("/%s must be a list", kind->list);
        return false;
    }
    loading->kind = kind;
    json_array_foreach (list, loading->index, entry) {
        char *fault = load_entry(loading, entry);
        if (fault) {
            *error = must_printf("/%s/%zu: %s", kind->list, loading->index, fault);
            free(fault);
            return false;
        }
    }
    return true;
}

STATEMENT(INSERT_IMAGE, "INSERT OR REPLACE INTO connector_image (image, spec) VALUES (?, ?)");

static void load_images(struct store *store, json_t *images)
{
    const char *image;
    json_t *spec;
    json_object_foreach (images, image, spec) {
        char *text = json_print(spec);
        store_run(store, &INSERT_IMAGE, SQL_WITH(SQL_TEXT(image), SQL_TEXT(text)));
        free(text);
    }
}

static bool load_all(struct store *store, json_t *registry, struct log *log, char **error)
{
    struct loading loading = {.store = store, .log = log};
    if (!load_list(&loading, &SOURCE, registry, error) || !load_list(&loading, &DESTINATION, registry, error))
        return false;
    load_images(store, json_object_get(registry, "images"));
    return true;
}

struct registry *registry_load(json_t *registry, struct log *log, char **error)
{
    struct store *store = store_open_empty();
    store_begin(store);
    bool loaded = load_all(store, registry, log, error);
    store_commit(store);
    if (loaded)
        return registry_of(store);
    store_close(store);
    return NULL;
}
