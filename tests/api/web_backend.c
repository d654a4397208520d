#include "support/api.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define PATH(operation) "/v1/web_backend/" operation
#define E2E_SOURCE "d53f9084-fa6b-4a5a-976c-5b8392f4ad8a"

/* What the connections here join: a source that offers the tables it is told to, and one destination. */
struct bench {
    struct api *api;
    char *workspace, *source, *destination;
};

/* {"<column>": {"type": "string"}} for each of some columns, given with spaces between. */
static json_t *columns(const char *names)
{
    json_t *columns = json_object();
    for (size_t size; *names; names += size + (names[size] == ' ')) {
        size = strcspn(names, " ");
        json_object_setn_new(columns, names, size, one("type", "string"));
    }
    return columns;
}

/* The configuration of a source that has these tables: pairs of name and columns, ended by NULL. */
static json_t *offering(const char *const *tables)
{
    json_auto_t *schemas = json_object();
    for (; *tables; tables += 2)
        json_object_set_new(schemas, tables[0],
                            json_pack("{ss so}", "type", "object", "properties", columns(tables[1])));
    char *text = json_dumps(schemas, JSON_COMPACT);
    json_t *configuration = json_pack("{si s{ss ss}}", "max_messages", 1, "mock_catalog", "type",
                                      "MULTI_STREAM", "stream_schemas", text);
    free(text);
    return configuration;
}
#define TABLES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void reconfigure(struct bench *bench, json_t *configuration)
{
    call_done(bench->api, "/v1/sources/update",
              json_pack("{ss ss so}", "sourceId", bench->source, "name", "Tables", "connectionConfiguration",
                        configuration));
}

static void offer(struct bench *bench, const char *const *tables)
{
    reconfigure(bench, offering(tables));
}

static int set_up(void **state)
{
    struct bench *bench = malloc(sizeof *bench);
    bench->api = api_new();
    bench->workspace = first_workspace(bench->api);
    json_t *source = json_pack("{ss ss ss so}", "sourceDefinitionId", E2E_SOURCE, "workspaceId",
                               bench->workspace, "name", "Tables", "connectionConfiguration",
                               offering(TABLES("users", "id name", "orders", "id total")));
    bench->source = take_text(call_ok(bench->api, "/v1/sources/create", source), "sourceId");
    bench->destination = make_destination(bench->api, bench->workspace);
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    free(bench->workspace);
    free(bench->source);
    free(bench->destination);
    api_free(bench->api);
    free(bench);
    return 0;
}

static json_t *discovered(struct bench *bench)
{
    return call_ok(bench->api, "/v1/sources/discover_schema",
                   json_pack("{ss sb}", "sourceId", bench->source, "disable_cache", true));
}

/* A WebBackendConnectionCreate with members added; `more` is stolen. */
static json_t *creation(struct bench *bench, json_t *more)
{
    json_t *request = json_pack("{ss ss ss}", "sourceId", bench->source, "destinationId", bench->destination,
                                "status", "active");
    json_object_update(request, more);
    json_decref(more);
    return request;
}

static char *make(struct bench *bench, json_t *more)
{
    return take_text(call_ok(bench->api, PATH("connections/create"), creation(bench, more)), "connectionId");
}

/* A connection of every table that the source offers now, made from that discovery. */
static char *make_of_all(struct bench *bench)
{
    json_auto_t *found = discovered(bench);
    return make(bench, json_pack("{sO sO}", "syncCatalog", at(found, "catalog"), "sourceCatalogId",
                                 at(found, "catalogId")));
}

static json_t *get(struct bench *bench, const char *id)
{
    return call_ok(bench->api, PATH("connections/get"), one("connectionId", id));
}

static json_t *refreshed(struct bench *bench, const char *id)
{
    return call_ok(bench->api, PATH("connections/get"),
                   json_pack("{ss sb}", "connectionId", id, "withRefreshedCatalog", true));
}

/* A WebBackendConnectionUpdate; `more` is stolen. */
static json_t *change(const char *id, json_t *more)
{
    json_object_set_new(more, "connectionId", json_string(id));
    return more;
}

static json_t *update(struct bench *bench, const char *id, json_t *more)
{
    return call_ok(bench->api, PATH("connections/update"), change(id, more));
}

static json_t *table(struct bench *bench)
{
    return call_ok(bench->api, PATH("connections/list"), one("workspaceId", bench->workspace));
}

/* The entry of a stream in a catalog; borrowed, NULL for none. */
static json_t *entry_of(json_t *catalog, const char *name)
{
    size_t index;
    json_t *entry;
    json_array_foreach (at(catalog, "streams"), index, entry)
        if (strcmp(text_at(entry, "stream.name"), name) == 0)
            return entry;
    return NULL;
}

/* What a connection syncs now, to be sent again with changes. New reference. */
static json_t *configured(struct bench *bench, const char *id)
{
    json_auto_t *connection = call_ok(bench->api, "/v1/connections/get", one("connectionId", id));
    return json_incref(at(connection, "syncCatalog"));
}

/* The same with one setting of one stream changed. */
static json_t *configured_with(struct bench *bench, const char *id, const char *stream, const char *setting,
                               json_t *value)
{
    json_t *catalog = configured(bench, id);
    json_object_set_new(at(entry_of(catalog, stream), "config"), setting, value);
    return catalog;
}

static json_t *jobs(struct bench *bench, const char *id)
{
    return call_ok(bench->api, "/v1/jobs/list",
                   json_pack("{s[ss] ss}", "configTypes", "sync", "reset_connection", "configId", id));
}

static void give_state_by_stream(struct bench *bench, const char *id)
{
    call_done(bench->api, "/v1/state/create_or_update",
              json_pack("{ss s{ss ss s[{s{ss} s{ss}}]}}", "connectionId", id, "connectionState", "stateType",
                        "stream", "connectionId", id, "streamState", "streamDescriptor", "name", "users",
                        "streamState", "cursor", "7"));
}

static json_t *operation(struct bench *bench, const char *name)
{
    return json_pack("{ss ss s{ss s{ss}}}", "workspaceId", bench->workspace, "name", name,
                     "operatorConfiguration", "operatorType", "normalization", "normalization", "option",
                     "basic");
}

static char *make_operation(struct bench *bench, const char *name)
{
    return take_text(call_ok(bench->api, "/v1/operations/create", operation(bench, name)), "operationId");
}

/* The names in a list, in their order, with spaces between. */
static void expect_names(json_t *list, const char *names)
{
    struct text found = {0};
    size_t index;
    json_t *item;
    json_array_foreach (list, index, item)
        text_add_format(&found, "%s%s", index ? " " : "", text_at(item, "name"));
    char *joined = text_take(&found);
    assert_string_equal(joined, names);
    free(joined);
}

static void expect_operations(struct bench *bench, const char *id, const char *names)
{
    json_auto_t *list = call_ok(bench->api, "/v1/operations/list", one("connectionId", id));
    expect_names(at(list, "operations"), names);
}

/* How many operations there are in all that are not deleted. */
static size_t operations_in_all(struct bench *bench)
{
    json_auto_t *world = control(bench->api, "GET", "/export", NULL, 200);
    return has(world, "operations") ? json_array_size(at(world, "operations")) : 0;
}

static void the_region_is_automatic(void **state)
{
    struct bench *bench = *state;
    json_auto_t *list = call_ok(bench->api, PATH("geographies/list"), NULL);
    assert_int_equal(json_array_size(at(list, "geographies")), 1);
    assert_string_equal(text_at(list, "geographies[0]"), "auto");
}

static void assert_updates(struct api *api, int sources, int destinations)
{
    json_auto_t *updates = call_ok(api, PATH("check_updates"), NULL);
    assert_int_equal(integer_at(updates, "sourceDefinitions"), sources);
    assert_int_equal(integer_at(updates, "destinationDefinitions"), destinations);
}

static void set_tag(struct api *api, const char *kind, const char *id, const char *tag)
{
    bool source = *kind == 's';
    call_done(api, source ? "/v1/source_definitions/update" : "/v1/destination_definitions/update",
              json_pack("{ss ss}", source ? "sourceDefinitionId" : "destinationDefinitionId", id,
                        "dockerImageTag", tag));
}

static void updates_are_tags_that_differ_from_the_catalogues(void **state)
{
    struct api *api = ((struct bench *)*state)->api;
    assert_updates(api, 0, 0);
    set_tag(api, "source", FAKER, "99.0.0");
    set_tag(api, "source", POKEAPI, "0.1.4");
    set_tag(api, "destination", LOCAL_JSON, "0.2.10");
    assert_updates(api, 2, 1);
    set_tag(api, "source", FAKER, "2.0.1");
    assert_updates(api, 1, 1);
}

static json_t *custom_definition(struct bench *bench)
{
    return call_ok(bench->api, "/v1/source_definitions/create_custom",
                   json_pack("{ss s{ss ss ss ss}}", "workspaceId", bench->workspace, "sourceDefinition",
                             "name", "Mine", "dockerRepository", "airbyte/source-faker", "dockerImageTag",
                             "0.0.1", "documentationUrl", "https://example.org/"));
}

static void neither_deleted_nor_custom_ones_have_updates(void **state)
{
    struct bench *bench = *state;
    set_tag(bench->api, "source", FAKER, "99.0.0");
    call_done(bench->api, "/v1/source_definitions/delete", one("sourceDefinitionId", FAKER));
    json_decref(custom_definition(bench));
    assert_updates(bench->api, 0, 0);
}

static void a_row_shows_the_connection_and_its_ends_without_the_catalog(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    json_auto_t *list = table(bench);
    assert_int_equal(json_array_size(at(list, "connections")), 1);
    json_t *row = at(list, "connections[0]");
    assert_string_equal(text_at(row, "connectionId"), id);
    assert_string_equal(text_at(row, "name"), "Tables <> Files");
    assert_string_equal(text_at(row, "status"), "active");
    assert_string_equal(text_at(row, "scheduleType"), "manual");
    assert_string_equal(text_at(row, "source.sourceId"), bench->source);
    assert_string_equal(text_at(row, "source.name"), "Tables");
    assert_string_equal(text_at(row, "source.sourceDefinitionId"), E2E_SOURCE);
    assert_string_equal(text_at(row, "source.sourceName"), "E2E Testing");
    assert_string_equal(text_at(row, "destination.destinationId"), bench->destination);
    assert_string_equal(text_at(row, "destination.destinationDefinitionId"), LOCAL_JSON);
    assert_string_equal(text_at(row, "destination.destinationName"), "Local JSON");
    assert_non_null(strstr(text_at(row, "source.icon"), "<svg"));
    assert_string_equal(text_at(row, "schemaChange"), "no_change");
    assert_true(json_is_false(at(row, "isSyncing")));
    const char *absent[] = {"scheduleData", "syncCatalog", "latestSyncJobCreatedAt", "latestSyncJobStatus"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_false(has(row, absent[i]));
    free(id);
}

static void a_row_of_a_schedule_shows_its_data(void **state)
{
    struct bench *bench = *state;
    free(make(bench, json_pack("{ss s{s{si ss}}}", "scheduleType", "basic", "scheduleData", "basicSchedule",
                               "units", 6, "timeUnit", "hours")));
    json_auto_t *list = table(bench);
    assert_string_equal(text_at(list, "connections[0].scheduleType"), "basic");
    assert_int_equal(integer_at(list, "connections[0].scheduleData.basicSchedule.units"), 6);
}

static void a_row_leaves_out_an_icon_that_a_definition_lacks(void **state)
{
    struct bench *bench = *state;
    json_auto_t *definition = custom_definition(bench);
    json_t *source =
        json_pack("{sO ss ss s{si}}", "sourceDefinitionId", at(definition, "sourceDefinitionId"),
                  "workspaceId", bench->workspace, "name", "Plain", "connectionConfiguration", "count", 1);
    json_auto_t *made = call_ok(bench->api, "/v1/sources/create", source);
    free(make(bench, json_pack("{sO}", "sourceId", at(made, "sourceId"))));
    json_auto_t *list = table(bench);
    assert_string_equal(text_at(list, "connections[0].source.sourceName"), "Mine");
    assert_false(has(list, "connections[0].source.icon"));
}

/* How many rows a list has that is narrowed by these ids; NULL: not narrowed. */
static size_t rows_by(struct bench *bench, const char *source, const char *destination)
{
    json_t *request = one("workspaceId", bench->workspace);
    if (source)
        json_object_set_new(request, "sourceId", json_pack("[ss]", source, UNKNOWN_ID));
    if (destination)
        json_object_set_new(request, "destinationId", json_pack("[s]", destination));
    json_auto_t *list = call_ok(bench->api, PATH("connections/list"), request);
    return json_array_size(at(list, "connections"));
}

static void rows_narrow_by_any_of_the_sources_and_any_of_the_destinations(void **state)
{
    struct bench *bench = *state;
    char *other = make_source(bench->api, bench->workspace);
    free(make(bench, json_object()));
    free(make(bench, one("sourceId", other)));
    assert_int_equal(rows_by(bench, NULL, NULL), 2);
    assert_int_equal(rows_by(bench, other, NULL), 1);
    assert_int_equal(rows_by(bench, other, bench->destination), 1);
    assert_int_equal(rows_by(bench, other, UNKNOWN_ID), 0);
    assert_int_equal(rows_by(bench, UNKNOWN_ID, bench->destination), 0);
    json_auto_t *all =
        call_ok(bench->api, PATH("connections/list"),
                json_pack("{ss s[] s[]}", "workspaceId", bench->workspace, "sourceId", "destinationId"));
    assert_int_equal(json_array_size(at(all, "connections")), 2);
    free(other);
}

static void deleted_connections_and_unknown_workspaces_have_no_rows(void **state)
{
    struct bench *bench = *state;
    char *id = make(bench, json_object());
    json_auto_t *elsewhere = call_ok(bench->api, PATH("connections/list"), one("workspaceId", UNKNOWN_ID));
    assert_int_equal(json_array_size(at(elsewhere, "connections")), 0);
    call_done(bench->api, "/v1/connections/delete", one("connectionId", id));
    assert_int_equal(rows_by(bench, NULL, NULL), 0);
    free(id);
}

static void rows_tell_of_syncs_and_not_of_resets(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    call_done(bench->api, "/v1/connections/reset", one("connectionId", id));
    json_auto_t *resetting = table(bench);
    assert_true(json_is_false(at(resetting, "connections[0].isSyncing")));
    assert_false(has(resetting, "connections[0].latestSyncJobStatus"));
    api_advance(bench->api, 20);
    call_done(bench->api, "/v1/connections/sync", one("connectionId", id));
    json_auto_t *syncing = table(bench);
    assert_true(json_is_true(at(syncing, "connections[0].isSyncing")));
    assert_string_equal(text_at(syncing, "connections[0].latestSyncJobStatus"), "running");
    assert_int_equal(integer_at(syncing, "connections[0].latestSyncJobCreatedAt"), TEST_TIME + 20);
    call_done(bench->api, "/v1/jobs/cancel", json_pack("{si}", "id", 2));
    call_done(bench->api, "/v1/connections/reset", one("connectionId", id));
    json_auto_t *cancelled = table(bench);
    assert_true(json_is_false(at(cancelled, "connections[0].isSyncing")));
    assert_string_equal(text_at(cancelled, "connections[0].latestSyncJobStatus"), "cancelled");
    free(id);
}

static void expect_change(struct bench *bench, const char *id, const char *change)
{
    json_auto_t *list = table(bench), *detail = get(bench, id);
    assert_string_equal(text_at(list, "connections[0].schemaChange"), change);
    assert_string_equal(text_at(detail, "schemaChange"), change);
}

static void set_breaking(struct bench *bench, const char *id)
{
    call_done(bench->api, "/v1/connections/update",
              json_pack("{ss sb}", "connectionId", id, "breakingChange", true));
}

static void a_newer_catalogue_is_a_change_that_does_not_break(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    json_decref(discovered(bench));
    expect_change(bench, id, "no_change");
    offer(bench, TABLES("users", "id name"));
    json_decref(discovered(bench));
    expect_change(bench, id, "non_breaking");
    set_breaking(bench, id);
    expect_change(bench, id, "breaking");
    free(id);
}

static void what_was_made_from_no_discovery_never_changes(void **state)
{
    struct bench *bench = *state;
    char *id = make(bench, json_object());
    json_decref(discovered(bench));
    expect_change(bench, id, "no_change");
    set_breaking(bench, id);
    expect_change(bench, id, "no_change");
    free(id);
}

static void get_shows_all_that_belongs_to_a_connection(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench), *after = make_operation(bench, "After");
    call_done(bench->api, "/v1/connections/update",
              json_pack("{ss s[s]}", "connectionId", id, "operationIds", after));
    call_done(bench->api, "/v1/connections/sync", one("connectionId", id));
    json_auto_t *detail = get(bench, id);
    json_auto_t *connection = call_ok(bench->api, "/v1/connections/get", one("connectionId", id));
    json_auto_t *source = call_ok(bench->api, "/v1/sources/get", one("sourceId", bench->source));
    json_auto_t *destination =
        call_ok(bench->api, "/v1/destinations/get", one("destinationId", bench->destination));
    assert_true(json_equal(at(detail, "source"), source));
    assert_true(json_equal(at(detail, "destination"), destination));
    assert_string_equal(text_at(detail, "operations[0].name"), "After");
    assert_string_equal(text_at(detail, "operationIds[0]"), after);
    assert_true(json_equal(at(detail, "catalogId"), at(connection, "sourceCatalogId")));
    assert_true(json_is_true(at(detail, "isSyncing")));
    assert_string_equal(text_at(detail, "latestSyncJobStatus"), "running");
    assert_int_equal(integer_at(detail, "latestSyncJobCreatedAt"), TEST_TIME);
    const char *absent[] = {"sourceCatalogId", "breakingChange", "catalogDiff"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_false(has(detail, absent[i]));
    free(after);
    free(id);
}

static void secrets_of_both_ends_are_masked(void **state)
{
    struct bench *bench = *state;
    json_auto_t *source =
        call_ok(bench->api, "/v1/sources/create",
                json_pack("{ss ss ss s{ss si ss ss ss}}", "sourceDefinitionId", POSTGRES_SOURCE,
                          "workspaceId", bench->workspace, "name", "Shop", "connectionConfiguration",
                          "password", "hidden", "port", 5432, "username", "u", "host", "h", "database", "d"));
    char *id = make(bench, json_pack("{sO}", "sourceId", at(source, "sourceId")));
    json_auto_t *detail = get(bench, id);
    assert_string_equal(text_at(detail, "source.connectionConfiguration.password"), "**********");
    free(id);
}

static void get_finds_deleted_connections_but_no_unknown_ones(void **state)
{
    struct bench *bench = *state;
    char *id = make(bench, json_object());
    call_done(bench->api, "/v1/connections/delete", one("connectionId", id));
    json_auto_t *detail = get(bench, id);
    assert_string_equal(text_at(detail, "status"), "deprecated");
    call_fails(bench->api, PATH("connections/get"), one("connectionId", UNKNOWN_ID), 404, "STANDARD_SYNC");
    free(id);
}

/* A connection of the source's table users alone, of two that were discovered. */
static char *make_of_users(struct bench *bench)
{
    json_auto_t *found = discovered(bench);
    json_object_set_new(at(entry_of(at(found, "catalog"), "orders"), "config"), "selected", json_false());
    return make(bench, json_pack("{sO sO}", "syncCatalog", at(found, "catalog"), "sourceCatalogId",
                                 at(found, "catalogId")));
}

static void get_shows_unselected_streams_of_the_catalogue_too(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_users(bench);
    json_auto_t *detail = get(bench, id);
    json_t *users = entry_of(at(detail, "syncCatalog"), "users");
    json_t *orders = entry_of(at(detail, "syncCatalog"), "orders");
    assert_int_equal(json_array_size(at(detail, "syncCatalog.streams")), 2);
    assert_true(json_is_true(at(users, "config.selected")));
    assert_false(has(users, "config.suggested"));
    assert_true(json_is_false(at(orders, "config.selected")));
    assert_true(has(orders, "config.suggested"));
    free(id);
}

static void get_shows_what_is_configured_where_no_catalogue_is_known(void **state)
{
    struct bench *bench = *state;
    json_auto_t *found = discovered(bench);
    json_array_remove(at(found, "catalog.streams"), 1);
    char *id = make(bench, json_pack("{sO}", "syncCatalog", at(found, "catalog")));
    json_auto_t *detail = get(bench, id);
    assert_int_equal(json_array_size(at(detail, "syncCatalog.streams")), 1);
    assert_false(has(detail, "catalogId"));
    free(id);
}

static void a_refresh_shows_what_the_source_has_now(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    json_auto_t *before = get(bench, id);
    offer(bench, TABLES("users", "id name", "refunds", "id"));
    json_auto_t *detail = refreshed(bench, id);
    json_t *catalog = at(detail, "syncCatalog");
    assert_int_equal(json_array_size(at(catalog, "streams")), 2);
    assert_null(entry_of(catalog, "orders"));
    assert_true(json_is_true(at(entry_of(catalog, "users"), "config.selected")));
    assert_true(json_is_false(at(entry_of(catalog, "refunds"), "config.selected")));
    assert_string_equal(text_at(detail, "catalogDiff.transforms[0].transformType"), "remove_stream");
    assert_string_equal(text_at(detail, "catalogDiff.transforms[1].transformType"), "add_stream");
    assert_string_equal(text_at(detail, "schemaChange"), "non_breaking");
    assert_string_not_equal(text_at(detail, "catalogId"), text_at(before, "catalogId"));
    json_auto_t *after = get(bench, id);
    assert_true(json_equal(at(after, "catalogId"), at(before, "catalogId")));
    assert_non_null(entry_of(at(after, "syncCatalog"), "orders"));
    free(id);
}

static void a_refresh_that_finds_nothing_new_has_an_empty_diff(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    json_auto_t *detail = refreshed(bench, id);
    assert_int_equal(json_array_size(at(detail, "catalogDiff.transforms")), 0);
    assert_string_equal(text_at(detail, "schemaChange"), "no_change");
    free(id);
}

static void a_refresh_keeps_settings_and_adds_new_columns_to_a_selection(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    json_t *catalog = configured_with(bench, id, "users", "fieldSelectionEnabled", json_true());
    json_t *config = at(entry_of(catalog, "users"), "config");
    json_object_set_new(config, "selectedFields", json_pack("[{s[s]}]", "fieldPath", "id"));
    json_object_set_new(config, "destinationSyncMode", json_string("overwrite"));
    json_decref(update(bench, id, json_pack("{so sb}", "syncCatalog", catalog, "skipReset", true)));
    offer(bench, TABLES("users", "id name age", "orders", "id total"));
    json_auto_t *detail = refreshed(bench, id);
    json_t *shown = at(entry_of(at(detail, "syncCatalog"), "users"), "config");
    assert_string_equal(text_at(shown, "destinationSyncMode"), "overwrite");
    assert_true(json_is_true(at(shown, "fieldSelectionEnabled")));
    assert_int_equal(json_array_size(at(shown, "selectedFields")), 2);
    json_auto_t *names = json_pack("[{s[s]} {s[s]}]", "fieldPath", "id", "fieldPath", "age");
    assert_true(json_equal(at(shown, "selectedFields"), names));
    free(id);
}

static void a_refresh_selects_all_that_a_connection_without_catalog_did_not(void **state)
{
    struct bench *bench = *state;
    char *known = make_of_all(bench);
    json_auto_t *read = get(bench, known);
    json_t *catalog = configured_with(bench, known, "users", "fieldSelectionEnabled", json_true());
    json_object_set_new(at(entry_of(catalog, "users"), "config"), "selectedFields",
                        json_pack("[{s[s]}]", "fieldPath", "id"));
    json_t *request = json_pack("{sO sO ss so}", "sourceId", at(read, "sourceId"), "destinationId",
                                at(read, "destinationId"), "status", "active", "syncCatalog", catalog);
    char *id = take_text(call_ok(bench->api, "/v1/connections/create", request), "connectionId");
    offer(bench, TABLES("users", "id name age", "orders", "id total"));
    json_auto_t *detail = refreshed(bench, id);
    assert_int_equal(
        json_array_size(at(entry_of(at(detail, "syncCatalog"), "users"), "config.selectedFields")), 3);
    free(id);
    free(known);
}

/* A connection that dies with its key: the table users is deduplicated by id. */
static char *make_by_key(struct bench *bench)
{
    json_auto_t *found = discovered(bench);
    json_t *config = at(entry_of(at(found, "catalog"), "users"), "config");
    json_object_set_new(config, "destinationSyncMode", json_string("append_dedup"));
    json_object_set_new(config, "primaryKey", json_pack("[[s]]", "id"));
    return make(bench, json_pack("{sO sO}", "syncCatalog", at(found, "catalog"), "sourceCatalogId",
                                 at(found, "catalogId")));
}

static void a_refresh_marks_every_connection_that_the_change_breaks(void **state)
{
    struct bench *bench = *state;
    char *id = make_by_key(bench), *other = make_by_key(bench), *careless = make_of_all(bench);
    offer(bench, TABLES("users", "name", "orders", "id total"));
    json_auto_t *detail = refreshed(bench, id), *beside = get(bench, other), *sound = get(bench, careless);
    assert_string_equal(text_at(detail, "status"), "inactive");
    assert_string_equal(text_at(detail, "schemaChange"), "breaking");
    assert_true(json_is_true(at(detail, "catalogDiff.transforms[0].updateStream[0].breaking")));
    assert_string_equal(text_at(beside, "status"), "inactive");
    assert_string_equal(text_at(beside, "schemaChange"), "breaking");
    assert_string_equal(text_at(sound, "status"), "active");
    assert_string_equal(text_at(sound, "schemaChange"), "non_breaking");
    free(careless);
    free(other);
    free(id);
}

static void a_refresh_compares_deleted_connections_too(void **state)
{
    struct bench *bench = *state;
    char *id = make_by_key(bench);
    call_done(bench->api, "/v1/connections/delete", one("connectionId", id));
    offer(bench, TABLES("users", "name", "orders", "id total"));
    json_auto_t *detail = refreshed(bench, id);
    assert_string_equal(text_at(detail, "status"), "deprecated");
    assert_string_equal(text_at(detail, "catalogDiff.transforms[0].transformType"), "update_stream");
    free(id);
}

static void a_refresh_that_cannot_discover_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    reconfigure(bench, json_pack("{si s{ss ss}}", "max_messages", 1, "mock_catalog", "type", "MULTI_STREAM",
                                 "stream_schemas", "no JSON"));
    call_fails(bench->api, PATH("connections/get"),
               json_pack("{ss sb}", "connectionId", id, "withRefreshedCatalog", true), 409, bench->source);
    json_auto_t *stored = get(bench, id);
    assert_string_equal(text_at(stored, "schemaChange"), "no_change");
    free(id);
}

static void create_makes_operations_that_run_after_those_it_names(void **state)
{
    struct bench *bench = *state;
    char *first = make_operation(bench, "First");
    json_t *request = json_pack("{s[s] s[oo]}", "operationIds", first, "operations",
                                operation(bench, "Second"), operation(bench, "Third"));
    json_auto_t *made = call_ok(bench->api, PATH("connections/create"), creation(bench, request));
    assert_int_equal(json_array_size(at(made, "operationIds")), 3);
    assert_string_equal(text_at(made, "operationIds[0]"), first);
    assert_string_equal(text_at(made, "operations[2].name"), "Third");
    expect_operations(bench, text_at(made, "connectionId"), "First Second Third");
    free(first);
}

static void create_answers_with_the_selected_streams_alone(void **state)
{
    struct bench *bench = *state;
    json_auto_t *found = discovered(bench);
    json_object_set_new(at(found, "catalog.streams[0].config"), "selected", json_false());
    json_auto_t *made = call_ok(bench->api, PATH("connections/create"),
                                creation(bench, json_pack("{sO sO}", "syncCatalog", at(found, "catalog"),
                                                          "sourceCatalogId", at(found, "catalogId"))));
    assert_int_equal(json_array_size(at(made, "syncCatalog.streams")), 1);
    assert_true(json_equal(at(made, "catalogId"), at(found, "catalogId")));
    assert_string_equal(text_at(made, "name"), "Tables <> Files");
    assert_string_equal(text_at(made, "schemaChange"), "no_change");
    assert_false(has(made, "catalogDiff"));
}

static void a_create_that_fails_leaves_no_operation_behind(void **state)
{
    struct bench *bench = *state;
    json_t *bad_zone = json_pack("{s[o] ss s{s{ss ss}}}", "operations", operation(bench, "Left over"),
                                 "scheduleType", "cron", "scheduleData", "cron", "cronExpression",
                                 "0 0 12 * * ?", "cronTimeZone", "Mars/Olympus");
    call_fails(bench->api, PATH("connections/create"), creation(bench, bad_zone), 422,
               "invalid cron timezone");
    json_t *unknown =
        json_pack("{s[o] ss}", "operations", operation(bench, "Left over"), "sourceId", UNKNOWN_ID);
    call_fails(bench->api, PATH("connections/create"), creation(bench, unknown), 404, "SOURCE_CONNECTION");
    assert_int_equal(operations_in_all(bench), 0);
    assert_int_equal(rows_by(bench, NULL, NULL), 0);
}

static void create_refuses_operations_that_it_cannot_run(void **state)
{
    struct bench *bench = *state;
    char *elsewhere = make_workspace(bench->api, "Elsewhere");
    json_t *foreign = operation(bench, "Foreign"), *hollow = operation(bench, "Hollow");
    json_object_set_new(foreign, "workspaceId", json_string(elsewhere));
    json_object_set_new(hollow, "operatorConfiguration", one("operatorType", "normalization"));
    call_fails(bench->api, PATH("connections/create"),
               creation(bench, json_pack("{s[o]}", "operations", foreign)), 422, elsewhere);
    call_fails(bench->api, PATH("connections/create"),
               creation(bench, json_pack("{s[o]}", "operations", hollow)), 422, "is missing");
    call_fails(bench->api, PATH("connections/create"),
               creation(bench, json_pack("{s[s]}", "operationIds", UNKNOWN_ID)), 404,
               "STANDARD_SYNC_OPERATION");
    assert_int_equal(operations_in_all(bench), 0);
    free(elsewhere);
}

static void update_without_a_catalogue_resets_nothing(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_users(bench);
    json_auto_t *updated = update(bench, id, one("name", "Renamed"));
    json_auto_t *listed = jobs(bench, id);
    assert_string_equal(text_at(updated, "name"), "Renamed");
    assert_int_equal(json_array_size(at(updated, "syncCatalog.streams")), 2);
    assert_false(has(updated, "catalogDiff"));
    assert_int_equal(integer_at(listed, "totalJobCount"), 0);
    call_fails(bench->api, PATH("connections/update"), one("connectionId", UNKNOWN_ID), 404, "STANDARD_SYNC");
    free(id);
}

static void the_same_catalogue_again_resets_nothing(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    json_decref(update(bench, id, json_pack("{so}", "syncCatalog", configured(bench, id))));
    json_auto_t *listed = jobs(bench, id);
    assert_int_equal(integer_at(listed, "totalJobCount"), 0);
    free(id);
}

static void update_leaves_operations_alone_where_it_names_none(void **state)
{
    struct bench *bench = *state;
    char *id = make(bench, json_pack("{s[o]}", "operations", operation(bench, "Kept")));
    json_decref(update(bench, id, one("name", "Renamed")));
    expect_operations(bench, id, "Kept");
    json_decref(update(bench, id, json_pack("{s[]}", "operations")));
    expect_operations(bench, id, "");
    assert_int_equal(operations_in_all(bench), 0);
    free(id);
}

static void update_changes_owned_operations_and_makes_all_others(void **state)
{
    struct bench *bench = *state;
    char *stranger = make_operation(bench, "Stranger");
    json_auto_t *made = call_ok(bench->api, PATH("connections/create"),
                                creation(bench, json_pack("{s[oo]}", "operations", operation(bench, "One"),
                                                          operation(bench, "Two"))));
    json_t *changed = operation(bench, "Changed"), *copied = operation(bench, "Copied");
    json_object_set(changed, "operationId", at(made, "operationIds[0]"));
    json_object_set_new(copied, "operationId", json_string(stranger));
    const char *id = text_at(made, "connectionId");
    json_auto_t *updated =
        update(bench, id, json_pack("{s[ooo]}", "operations", changed, copied, operation(bench, "New")));
    expect_operations(bench, id, "Changed Copied New");
    assert_true(json_equal(at(updated, "operationIds[0]"), at(made, "operationIds[0]")));
    assert_string_not_equal(text_at(updated, "operationIds[1]"), stranger);
    json_auto_t *untouched = call_ok(bench->api, "/v1/operations/get", one("operationId", stranger));
    assert_string_equal(text_at(untouched, "name"), "Stranger");
    assert_int_equal(operations_in_all(bench), 4);
    free(stranger);
}

static void operations_that_another_connection_runs_outlive_an_update(void **state)
{
    struct bench *bench = *state;
    char *shared = make_operation(bench, "Shared");
    char *id = make(bench, json_pack("{s[s]}", "operationIds", shared));
    char *other = make(bench, json_pack("{s[s]}", "operationIds", shared));
    json_decref(update(bench, id, json_pack("{s[]}", "operations")));
    expect_operations(bench, id, "");
    expect_operations(bench, other, "Shared");
    free(other);
    free(id);
    free(shared);
}

static void an_update_that_fails_changes_nothing(void **state)
{
    struct bench *bench = *state;
    char *id = make(bench, json_pack("{s[o]}", "operations", operation(bench, "Kept")));
    json_auto_t *before = get(bench, id);
    json_t *bad =
        json_pack("{s[o] ss s{s{ss ss}}}", "operations", operation(bench, "Lost"), "scheduleType", "cron",
                  "scheduleData", "cron", "cronExpression", "0 12 * * *", "cronTimeZone", "UTC");
    call_fails(bench->api, PATH("connections/update"), change(id, bad), 422, "invalid cron expression");
    json_t *hollow = json_pack("{s{s[{}]}}", "syncCatalog", "streams");
    call_fails(bench->api, PATH("connections/update"), change(id, hollow), 422, "is missing");
    json_auto_t *after = get(bench, id);
    assert_true(json_equal(before, after));
    assert_int_equal(operations_in_all(bench), 1);
    free(id);
}

static void expect_job(json_t *listed, size_t index, const char *type, const char *status)
{
    json_t *job = json_object_get(json_array_get(at(listed, "jobs"), index), "job");
    assert_string_equal(text_at(job, "configType"), type);
    assert_string_equal(text_at(job, "status"), status);
}

static void a_changed_stream_is_reset_and_then_all_are_synced(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    give_state_by_stream(bench, id);
    json_t *catalog = configured_with(bench, id, "orders", "destinationSyncMode", json_string("overwrite"));
    json_decref(update(bench, id, json_pack("{so}", "syncCatalog", catalog)));
    json_auto_t *resetting = jobs(bench, id);
    assert_int_equal(integer_at(resetting, "totalJobCount"), 1);
    expect_job(resetting, 0, "reset_connection", "running");
    json_auto_t *expected = json_pack("[{ss}]", "name", "orders");
    assert_true(json_equal(at(resetting, "jobs[0].job.resetConfig.streamsToReset"), expected));
    api_advance(bench->api, 10);
    json_auto_t *syncing = jobs(bench, id);
    expect_job(syncing, 0, "sync", "running");
    expect_job(syncing, 1, "reset_connection", "succeeded");
    api_advance(bench->api, 100);
    json_auto_t *done = jobs(bench, id);
    assert_int_equal(integer_at(done, "totalJobCount"), 2);
    free(id);
}

/* Of the newest job of a connection. */
static void expect_reset_of(struct bench *bench, const char *id, const char *names)
{
    json_auto_t *listed = jobs(bench, id);
    expect_names(at(listed, "jobs[0].job.resetConfig.streamsToReset"), names);
}

static void streams_that_come_and_go_are_reset(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    give_state_by_stream(bench, id);
    json_t *fewer = configured_with(bench, id, "orders", "selected", json_false());
    json_t *entry = json_deep_copy(entry_of(fewer, "users"));
    json_object_set_new(at(entry, "stream"), "name", json_string("refunds"));
    json_array_append_new(at(fewer, "streams"), entry);
    json_decref(update(bench, id, json_pack("{so}", "syncCatalog", fewer)));
    expect_reset_of(bench, id, "orders refunds");
    free(id);
}

static void without_a_state_by_stream_all_streams_are_reset(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    json_t *keyed = configured_with(bench, id, "orders", "primaryKey", json_pack("[[s]]", "id"));
    json_decref(update(bench, id, json_pack("{so}", "syncCatalog", keyed)));
    expect_reset_of(bench, id, "users orders");
    free(id);
}

static void a_legacy_state_is_reset_as_a_whole(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    call_done(bench->api, "/v1/state/create_or_update",
              json_pack("{ss s{ss ss s{ss}}}", "connectionId", id, "connectionState", "stateType", "legacy",
                        "connectionId", id, "state", "cursor", "7"));
    json_t *catalog = configured_with(bench, id, "orders", "destinationSyncMode", json_string("overwrite"));
    json_decref(update(bench, id, json_pack("{so}", "syncCatalog", catalog)));
    expect_reset_of(bench, id, "users orders");
    free(id);
}

static void a_sync_follows_the_reset_that_makes_up_for_one_that_failed(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    json_decref(control(bench->api, "POST", "/plans",
                        json_pack("{s{ss} s[{s[{ss s{ss}}]} {s[{ss}]}]}", "match", "configType",
                                  "reset_connection", "runs", "attempts", "outcome", "failed", "failure",
                                  "type", "config_error", "attempts", "outcome", "succeeded"),
                        201));
    json_t *catalog = configured_with(bench, id, "orders", "destinationSyncMode", json_string("overwrite"));
    json_decref(update(bench, id, json_pack("{so}", "syncCatalog", catalog)));
    api_advance(bench->api, 100);
    call_done(bench->api, "/v1/connections/sync", one("connectionId", id));
    api_advance(bench->api, 100);
    json_auto_t *listed = jobs(bench, id);
    assert_int_equal(integer_at(listed, "totalJobCount"), 3);
    expect_job(listed, 0, "sync", "succeeded");
    expect_job(listed, 1, "reset_connection", "succeeded");
    expect_job(listed, 2, "reset_connection", "failed");
    free(id);
}

static void skip_reset_leaves_the_data_alone(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    json_t *catalog = configured_with(bench, id, "orders", "destinationSyncMode", json_string("overwrite"));
    json_decref(update(bench, id, json_pack("{so sb}", "syncCatalog", catalog, "skipReset", true)));
    json_auto_t *listed = jobs(bench, id);
    json_auto_t *stored = configured(bench, id);
    assert_int_equal(integer_at(listed, "totalJobCount"), 0);
    assert_string_equal(text_at(entry_of(stored, "orders"), "config.destinationSyncMode"), "overwrite");
    free(id);
}

static void a_reset_pre_empts_what_runs_and_resets_in_a_row_join(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    give_state_by_stream(bench, id);
    call_done(bench->api, "/v1/connections/sync", one("connectionId", id));
    json_t *first = configured_with(bench, id, "orders", "destinationSyncMode", json_string("overwrite"));
    json_decref(update(bench, id, json_pack("{so}", "syncCatalog", first)));
    json_t *second = configured_with(bench, id, "users", "destinationSyncMode", json_string("overwrite"));
    json_decref(update(bench, id, json_pack("{so}", "syncCatalog", second)));
    json_auto_t *listed = jobs(bench, id);
    expect_job(listed, 0, "reset_connection", "running");
    expect_job(listed, 1, "reset_connection", "cancelled");
    expect_job(listed, 2, "sync", "cancelled");
    expect_reset_of(bench, id, "orders users");
    api_advance(bench->api, 100);
    json_auto_t *done = jobs(bench, id);
    expect_job(done, 0, "sync", "succeeded");
    assert_int_equal(integer_at(done, "totalJobCount"), 4);
    free(id);
}

static void no_sync_follows_a_reset_that_was_cancelled(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    json_t *catalog = configured_with(bench, id, "orders", "destinationSyncMode", json_string("overwrite"));
    json_decref(update(bench, id, json_pack("{so}", "syncCatalog", catalog)));
    call_done(bench->api, "/v1/jobs/cancel", json_pack("{si}", "id", 1));
    call_done(bench->api, "/v1/connections/sync", one("connectionId", id));
    api_advance(bench->api, 100);
    json_auto_t *listed = jobs(bench, id);
    assert_int_equal(integer_at(listed, "totalJobCount"), 2);
    expect_job(listed, 0, "sync", "succeeded");
    free(id);
}

static void a_plain_reset_is_not_followed_by_the_sync_of_an_update(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    json_t *catalog = configured_with(bench, id, "orders", "destinationSyncMode", json_string("overwrite"));
    json_decref(update(bench, id, json_pack("{so}", "syncCatalog", catalog)));
    call_done(bench->api, "/v1/connections/reset", one("connectionId", id));
    api_advance(bench->api, 100);
    json_auto_t *listed = jobs(bench, id);
    assert_int_equal(integer_at(listed, "totalJobCount"), 2);
    expect_job(listed, 0, "reset_connection", "succeeded");
    free(id);
}

static void the_update_of_a_deleted_connection_starts_nothing(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    call_done(bench->api, "/v1/connections/delete", one("connectionId", id));
    json_t *catalog = configured_with(bench, id, "orders", "destinationSyncMode", json_string("overwrite"));
    json_decref(update(bench, id, json_pack("{so}", "syncCatalog", catalog)));
    json_auto_t *listed = jobs(bench, id);
    assert_int_equal(integer_at(listed, "totalJobCount"), 0);
    free(id);
}

static void a_catalogue_that_fits_the_newest_discovery_breaks_no_more(void **state)
{
    struct bench *bench = *state;
    char *id = make_by_key(bench);
    json_t *as_it_was = configured(bench, id);
    offer(bench, TABLES("users", "name", "orders", "id total"));
    json_decref(refreshed(bench, id));
    json_auto_t *still = update(bench, id, json_pack("{so}", "syncCatalog", as_it_was));
    assert_string_equal(text_at(still, "schemaChange"), "breaking");
    json_auto_t *renamed = update(bench, id, one("name", "Renamed"));
    assert_string_equal(text_at(renamed, "schemaChange"), "breaking");
    json_auto_t *fresh = refreshed(bench, id);
    json_t *config = at(entry_of(at(fresh, "syncCatalog"), "users"), "config");
    json_object_set_new(config, "primaryKey", json_pack("[[s]]", "name"));
    json_auto_t *mended = update(bench, id,
                                 json_pack("{sO sO ss}", "syncCatalog", at(fresh, "syncCatalog"),
                                           "sourceCatalogId", at(fresh, "catalogId"), "status", "active"));
    assert_string_equal(text_at(mended, "schemaChange"), "no_change");
    assert_string_equal(text_at(mended, "status"), "active");
    free(id);
}

static void expect_state_type(struct bench *bench, const char *id, const char *type)
{
    json_auto_t *reply = call_ok(bench->api, PATH("state/get_type"), one("connectionId", id));
    assert_string_equal(json_string_value(reply), type);
}

static void the_type_of_a_state_is_a_bare_text(void **state)
{
    struct bench *bench = *state;
    char *id = make_of_all(bench);
    expect_state_type(bench, UNKNOWN_ID, "not_set");
    expect_state_type(bench, id, "not_set");
    give_state_by_stream(bench, id);
    expect_state_type(bench, id, "stream");
    free(id);
}

static void expect_contents(struct api *api, const char *workspace, bool connections, bool sources,
                            bool destinations)
{
    json_auto_t *contents = call_ok(api, PATH("workspace/state"), one("workspaceId", workspace));
    assert_int_equal(json_is_true(at(contents, "hasConnections")), connections);
    assert_int_equal(json_is_true(at(contents, "hasSources")), sources);
    assert_int_equal(json_is_true(at(contents, "hasDestinations")), destinations);
}

static void a_workspace_has_what_is_not_deleted(void **state)
{
    struct bench *bench = *state;
    expect_contents(bench->api, UNKNOWN_ID, false, false, false);
    expect_contents(bench->api, bench->workspace, false, true, true);
    char *id = make(bench, json_object());
    expect_contents(bench->api, bench->workspace, true, true, true);
    call_done(bench->api, "/v1/sources/delete", one("sourceId", bench->source));
    expect_contents(bench->api, bench->workspace, false, false, true);
    call_done(bench->api, "/v1/connections/update",
              json_pack("{ss ss}", "connectionId", id, "status", "active"));
    expect_contents(bench->api, bench->workspace, false, false, true);
    call_done(bench->api, "/v1/destinations/delete", one("destinationId", bench->destination));
    expect_contents(bench->api, bench->workspace, false, false, false);
    free(id);
}

#define BENCH_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(the_region_is_automatic),
        BENCH_TEST(updates_are_tags_that_differ_from_the_catalogues),
        BENCH_TEST(neither_deleted_nor_custom_ones_have_updates),
        BENCH_TEST(a_row_shows_the_connection_and_its_ends_without_the_catalog),
        BENCH_TEST(a_row_of_a_schedule_shows_its_data),
        BENCH_TEST(a_row_leaves_out_an_icon_that_a_definition_lacks),
        BENCH_TEST(rows_narrow_by_any_of_the_sources_and_any_of_the_destinations),
        BENCH_TEST(deleted_connections_and_unknown_workspaces_have_no_rows),
        BENCH_TEST(rows_tell_of_syncs_and_not_of_resets),
        BENCH_TEST(a_newer_catalogue_is_a_change_that_does_not_break),
        BENCH_TEST(what_was_made_from_no_discovery_never_changes),
        BENCH_TEST(get_shows_all_that_belongs_to_a_connection),
        BENCH_TEST(secrets_of_both_ends_are_masked),
        BENCH_TEST(get_finds_deleted_connections_but_no_unknown_ones),
        BENCH_TEST(get_shows_unselected_streams_of_the_catalogue_too),
        BENCH_TEST(get_shows_what_is_configured_where_no_catalogue_is_known),
        BENCH_TEST(a_refresh_shows_what_the_source_has_now),
        BENCH_TEST(a_refresh_that_finds_nothing_new_has_an_empty_diff),
        BENCH_TEST(a_refresh_keeps_settings_and_adds_new_columns_to_a_selection),
        BENCH_TEST(a_refresh_selects_all_that_a_connection_without_catalog_did_not),
        BENCH_TEST(a_refresh_marks_every_connection_that_the_change_breaks),
        BENCH_TEST(a_refresh_compares_deleted_connections_too),
        BENCH_TEST(a_refresh_that_cannot_discover_is_a_conflict),
        BENCH_TEST(create_makes_operations_that_run_after_those_it_names),
        BENCH_TEST(create_answers_with_the_selected_streams_alone),
        BENCH_TEST(a_create_that_fails_leaves_no_operation_behind),
        BENCH_TEST(create_refuses_operations_that_it_cannot_run),
        BENCH_TEST(update_without_a_catalogue_resets_nothing),
        BENCH_TEST(the_same_catalogue_again_resets_nothing),
        BENCH_TEST(update_leaves_operations_alone_where_it_names_none),
        BENCH_TEST(update_changes_owned_operations_and_makes_all_others),
        BENCH_TEST(operations_that_another_connection_runs_outlive_an_update),
        BENCH_TEST(an_update_that_fails_changes_nothing),
        BENCH_TEST(a_changed_stream_is_reset_and_then_all_are_synced),
        BENCH_TEST(streams_that_come_and_go_are_reset),
        BENCH_TEST(without_a_state_by_stream_all_streams_are_reset),
        BENCH_TEST(a_legacy_state_is_reset_as_a_whole),
        BENCH_TEST(a_sync_follows_the_reset_that_makes_up_for_one_that_failed),
        BENCH_TEST(skip_reset_leaves_the_data_alone),
        BENCH_TEST(a_reset_pre_empts_what_runs_and_resets_in_a_row_join),
        BENCH_TEST(no_sync_follows_a_reset_that_was_cancelled),
        BENCH_TEST(a_plain_reset_is_not_followed_by_the_sync_of_an_update),
        BENCH_TEST(the_update_of_a_deleted_connection_starts_nothing),
        BENCH_TEST(a_catalogue_that_fits_the_newest_discovery_breaks_no_more),
        BENCH_TEST(the_type_of_a_state_is_a_bare_text),
        BENCH_TEST(a_workspace_has_what_is_not_deleted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
