/*
 * A fakebyte read into a fixture: random worlds come out as they are exported, and make the same world again.
 */
#include "support/remote.h"

#include "base/die.h"
#include "base/rng.h"
#include "base/text.h"
#include "remote/compare.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

enum { WORLDS = 4, MOST_CONNECTIONS = 5 };

/* A world in the making: the fixture's lists as texts. */
struct maker {
    struct rng rng;
    enum release release;
    bool public; /* only what the public API tells */
    int ids;
    struct text workspaces, definitions, sources, destinations, operations, connections, tags, tagged, states,
        jobs;
};

static int64_t up_to(struct maker *maker, int64_t most)
{
    return rng_between(&maker->rng, 0, most);
}

/* A new id of that kind, in one of a few rooms that are used in turn. */
static const char *id_of(struct maker *maker, int kind, int number)
{
    static char rooms[8][40];
    char *room = rooms[maker->ids++ % 8];
    snprintf(room, sizeof rooms[0], "%08x-0000-4000-8000-%012x", (unsigned)kind, (unsigned)number);
    return room;
}

#define NORMALIZE "'00000005-0000-4000-8000-000000000001'"

enum { WORKSPACE = 1, DEFINITION, FROM, TO, OPERATION, CONNECTION, TAG };

__attribute__((format(printf, 2, 3))) static void add(struct text *list, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *entry = must_vprintf(format, arguments);
    va_end(arguments);
    text_add(list, list->size ? ", " : "");
    text_add(list, entry);
    free(entry);
}

static void add_sources(struct maker *maker, int number)
{
    const char *workspace = id_of(maker, WORKSPACE, 1 + (int)up_to(maker, 1));
    if (up_to(maker, 2) == 0)
        add(&maker->sources,
            "{'sourceId': '%s', 'workspaceId': '%s', 'sourceDefinitionId': '" POSTGRES_SOURCE "', "
            "'name': 'Shop %d', 'connectionConfiguration': {'host': 'db', 'port': %d, 'database': 'shop', "
            "'schemas': ['public'], 'username': 'reader', 'password': 'placeholder'}}",
            id_of(maker, FROM, number), workspace, number, 1 + (int)up_to(maker, 9000));
    else
        add(&maker->sources,
            "{'sourceId': '%s', 'workspaceId': '%s', 'sourceDefinitionId': '" FAKER "', 'name': 'Sample %d', "
            "'connectionConfiguration': {'count': %d, 'seed': -1}}",
            id_of(maker, FROM, number), workspace, number, (int)up_to(maker, 1000));
}

static void add_custom(struct maker *maker)
{
    add(&maker->definitions,
        "{'sourceDefinitionId': '%s', 'workspaceId': '%s', 'name': 'Ours', 'dockerRepository': 'acme/source-ours', "
        "'dockerImageTag': '1.%d.0', 'documentationUrl': 'https://acme.example/ours', 'spec': "
        "{'documentationUrl': 'https://acme.example/ours', 'connectionSpecification': {'type': 'object', "
        "'properties': {'key': {'type': 'string', 'airbyte_secret': true, 'pattern': '^k[0-9]{4}$'}}}}, "
        "'grantedTo': ['%s']}",
        id_of(maker, DEFINITION, 1), id_of(maker, WORKSPACE, 1), (int)up_to(maker, 9),
        id_of(maker, WORKSPACE, 1));
    add(&maker->sources,
        "{'sourceId': '%s', 'workspaceId': '%s', 'sourceDefinitionId': '%s', 'name': 'Own', "
        "'connectionConfiguration': {'key': 'k0000'}}",
        id_of(maker, FROM, 77), id_of(maker, WORKSPACE, 1), id_of(maker, DEFINITION, 1));
}

/* With a schedule that never falls due: a world that goes on is not the same twice. */
static const char *some_schedule(struct maker *maker)
{
    static const char *const schedules[] = {
        "'status': 'active', 'scheduleType': 'manual'", "'status': 'inactive', 'scheduleType': 'manual'",
        "'status': 'inactive', 'scheduleType': 'basic', 'scheduleData': {'basicSchedule': {'timeUnit': "
        "'hours', 'units': 6}}",
        "'status': 'inactive', 'scheduleType': 'cron', 'scheduleData': {'cron': {'cronExpression': '0 0 12 * * "
        "?', 'cronTimeZone': 'UTC'}}"};
    return schedules[up_to(maker, 3)];
}

/* Of the public API's words, the fields that it does not name are not there. */
static void add_stream(struct maker *maker, struct text *streams, const char *name)
{
    static const char *const configs[] = {
        "'syncMode': 'full_refresh', 'destinationSyncMode': 'overwrite', 'cursorField': [], 'primaryKey': []",
        "'syncMode': 'incremental', 'destinationSyncMode': 'append', 'cursorField': ['at'], 'primaryKey': []",
        ("'syncMode': 'incremental', 'destinationSyncMode': 'append_dedup', 'cursorField': ['at'], "
         "'primaryKey': [['at']]")};
    int64_t config = up_to(maker, 2);
    add(streams,
        "{'stream': {'name': '%s', 'jsonSchema': {'type': 'object', 'properties': {%s}}, "
        "'supportedSyncModes': ['full_refresh', 'incremental']}, 'config': {%s, 'selected': true, "
        "'aliasName': '%s', 'fieldSelectionEnabled': false}}",
        name, config ? "'at': {}" : "", configs[config], name);
}

static void add_state(struct maker *maker, const char *connection)
{
    if (up_to(maker, 1) && !maker->public)
        add(&maker->states,
            "{'stateType': 'stream', 'connectionId': '%s', 'streamState': [{'streamDescriptor': {'name': 'users'}, "
            "'streamState': {'cursor': '%d'}}]}",
            connection, (int)up_to(maker, 99));
}

static void add_tags(struct maker *maker, const char *connection, int number)
{
    if (up_to(maker, 1) || (maker->release < RELEASE_2_0 && !maker->public))
        return;
    add(&maker->tags, "{'tagId': '%s', 'workspaceId': '%s', 'name': 'tag %d', 'color': '00ff00'}",
        id_of(maker, TAG, number), id_of(maker, WORKSPACE, 1), number);
    add(&maker->tagged, "{'connectionId': '%s', 'tagIds': ['%s']}", connection, id_of(maker, TAG, number));
}

static const char *some_attempts(struct maker *maker, const char *status)
{
    if (strcmp(status, "failed") == 0 && maker->public)
        return "[{'seconds': 30, 'outcome': 'failed', 'streams': []}]";
    if (strcmp(status, "failed") == 0)
        return "[{'seconds': 5, 'outcome': 'failed', 'failure': {'origin': 'source', 'type': 'config_error', "
               "'message': 'no such table'}, 'streams': [{'name': 'users', 'records': 7, 'bytes': 70, "
               "'committed': 0}]}, {'seconds': 9, 'outcome': 'failed', 'streams': []}]";
    if (strcmp(status, "cancelled") == 0)
        return "[{'seconds': 12, 'outcome': 'hang', 'streams': []}]";
    if (up_to(maker, 1) && !maker->public)
        return "[{'seconds': 60, 'outcome': 'succeeded'}]"; /* which moved something plausible */
    return "[{'seconds': 60, 'outcome': 'succeeded', 'streams': [{'name': 'users', 'records': 25, 'bytes': "
           "2500, 'committed': 25}]}]";
}

static void add_jobs(struct maker *maker, const char *connection, int number)
{
    static const char *const statuses[] = {"succeeded", "failed", "cancelled"};
    int64_t count = up_to(maker, 4);
    for (int64_t i = 0; i < count; i++) {
        const char *status = statuses[up_to(maker, 2)];
        add(&maker->jobs,
            "{'connectionId': '%s', 'configType': 'sync', 'status': '%s', 'endedSecondsAgo': %d, 'attempts': %s}",
            connection, status, (int)(100000 * (5 - i) + number), some_attempts(maker, status));
    }
}

static void add_connection(struct maker *maker, int number)
{
    struct text streams = {0};
    char *connection = must_strdup(id_of(maker, CONNECTION, number));
    add_stream(maker, &streams, "users");
    if (up_to(maker, 1))
        add_stream(maker, &streams, "orders");
    add(&maker->connections,
        "{'connectionId': '%s', 'name': 'c%d', 'sourceId': '%s', 'destinationId': '%s', %s, "
        "'namespaceDefinition': 'customformat', 'namespaceFormat': 'n', 'prefix': 'p_', 'operationIds': [%s], "
        "'nonBreakingChangesPreference': 'ignore', 'syncCatalog': {'streams': [%s]}}",
        connection, number, id_of(maker, FROM, 1), id_of(maker, TO, 1), some_schedule(maker),
        maker->operations.size && number == 1 ? NORMALIZE : "", streams.data);
    add_state(maker, connection);
    add_tags(maker, connection, number);
    add_jobs(maker, connection, number);
    text_free(&streams);
    free(connection);
}

static void make(struct maker *maker)
{
    for (int i = 1; i <= 2; i++)
        add(&maker->workspaces, "{'workspaceId': '%s', 'name': 'w%d'}", id_of(maker, WORKSPACE, i), i);
    add(&maker->destinations,
        "{'destinationId': '%s', 'workspaceId': '%s', 'destinationDefinitionId': '" LOCAL_JSON "', 'name': "
        "'Files', 'connectionConfiguration': {'destination_path': '/local/out'}}",
        id_of(maker, TO, 1), id_of(maker, WORKSPACE, 1));
    add(&maker->sources,
        "{'sourceId': '%s', 'workspaceId': '%s', 'sourceDefinitionId': '" FAKER "', 'name': 'Sample', "
        "'connectionConfiguration': {'count': 5, 'seed': -1}}",
        id_of(maker, FROM, 1), id_of(maker, WORKSPACE, 1));
    for (int i = 2; i < 5; i++)
        add_sources(maker, i);
    if (!maker->public)
        add_custom(maker);
    if (!maker->public && maker->release == RELEASE_0_40)
        add(&maker->operations,
            "{'operationId': '%s', 'workspaceId': '%s', 'name': 'Normalize', 'operatorConfiguration': "
            "{'operatorType': 'normalization', 'normalization': {'option': 'basic'}}}",
            id_of(maker, OPERATION, 1), id_of(maker, WORKSPACE, 1));
    int64_t connections = 1 + up_to(maker, MOST_CONNECTIONS - 1);
    for (int i = 1; i <= connections; i++)
        add_connection(maker, i);
}

/* The fixture; the maker is empty then. New reference. */
static json_t *made(struct maker *maker)
{
    struct {
        const char *name;
        struct text *list;
    } lists[] = {{"workspaces", &maker->workspaces},
                 {"sourceDefinitions", &maker->definitions},
                 {"sources", &maker->sources},
                 {"destinations", &maker->destinations},
                 {"operations", &maker->operations},
                 {"connections", &maker->connections},
                 {"tags", &maker->tags},
                 {"connectionTags", &maker->tagged},
                 {"states", &maker->states},
                 {"jobs", &maker->jobs}};
    json_t *fixture = json_object();
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char *text = must_printf("[%s]", lists[i].list->data ? lists[i].list->data : "");
        json_object_set_new(fixture, lists[i].name, quoted(text));
        text_free(lists[i].list);
        free(text);
    }
    return fixture;
}

static json_t *random_world(uint64_t seed, enum release release, bool public)
{
    struct maker maker = {
        .rng = rng_seeded(seed, release_name(release)), .release = release, .public = public};
    make(&maker);
    return made(&maker);
}

/* Whether any entry has such a member. */
static bool anybody_has(const json_t *entries, const char *name)
{
    size_t index;
    const json_t *entry;
    json_array_foreach (entries, index, entry)
        if (json_object_get(entry, name))
            return true;
    return false;
}

/* Takes the members away that only one of the two can know: those named, and those that no entry of the other
 * list has, for a release adds to its replies what nobody stored. */
static void keep_known(json_t *entry, const json_t *other, const char *const *unknown)
{
    const char *name;
    json_t *value;
    void *next;
    for (; *unknown; unknown++)
        json_object_del(entry, *unknown);
    json_object_foreach_safe (entry, next, name, value)
        if (!anybody_has(other, name))
            json_object_del(entry, name);
}

/* What the list has, in any order: {text of the entry: how often}. New reference. */
static json_t *told(const json_t *entries, const json_t *other, const char *const *unknown)
{
    json_t *told = json_object();
    size_t index;
    const json_t *entry;
    json_array_foreach (entries, index, entry) {
        json_auto_t *known = json_deep_copy(entry);
        keep_known(known, other, unknown);
        char *text = json_dumps(known, JSON_SORT_KEYS);
        json_object_set_new(told, text, json_integer(1 + get_integer(told, text)));
        free(text);
    }
    return told;
}

static void expect_same(const json_t *one, const json_t *other, const char *const *sections,
                        const char *const *unknown)
{
    for (; *sections; sections++) {
        const json_t *ones = json_object_get(one, *sections), *others = json_object_get(other, *sections);
        json_auto_t *left = told(ones, others, unknown);
        json_auto_t *right = told(others, others, unknown); /* what was exported must have been read, too */
        if (!json_equal(left, right)) {
            char *texts[] = {json_dumps(left, JSON_SORT_KEYS), json_dumps(right, JSON_SORT_KEYS)};
            print_error("%s: ", *sections);
            fprintf(stderr, "\n%s\n%s\n", texts[0], texts[1]);
            free(texts[0]);
            free(texts[1]);
        }
        assert_true(json_equal(left, right));
    }
}

static void load(struct api *api, const json_t *fixture)
{
    json_decref(control(api, "POST", "/fixtures", json_deep_copy(fixture), 200));
}

static json_t *exported(struct api *api)
{
    return control(api, "GET", "/export", NULL, 200);
}

/* A sandbox of the same server that holds what was read answers what was asked as the first one did. */
static void expect_same_answers(const struct remote *remote, const struct cassette *cassette,
                                const json_t *fixture)
{
    char *error = NULL, *roots[2];
    struct conversation_options options = remote_options(remote);
    struct comparison comparison;
    remote->api->sandbox = "again";
    load(remote->api, fixture);
    remote->api->sandbox = NULL;
    for (int api = 0; api < 2; api++)
        options.roots[api] = roots[api] =
            must_printf("http://127.0.0.1:%u/sandboxes/again%s", http_server_port(remote->server),
                        remote_root((enum remote_api)api));
    struct conversation *conversation = conversation_new(remote->loop, &options, &error);
    assert_true(compare_run(&comparison, cassette, conversation, &error));
    char *text = comparison_text(&comparison);
    if (comparison.differing)
        print_error("%s", text);
    assert_int_equal(comparison.differing, 0);
    free(text);
    comparison_free(&comparison);
    conversation_free(conversation);
    free(roots[0]);
    free(roots[1]);
}

static const char *const all[] = {"workspaces",
                                  "sourceDefinitions",
                                  "destinationDefinitions",
                                  "sources",
                                  "destinations",
                                  "operations",
                                  "connections",
                                  "tags",
                                  "connectionTags",
                                  "states",
                                  "jobs",
                                  NULL};

/* Tags are told with connections from 2.0 on. Reads it as it is, and loads that into another, which is then
 * exported as it was read. */
static void expect_round_trip(enum release release, uint64_t seed)
{
    struct remote remote;
    json_auto_t *world = random_world(seed, release, false);
    remote_start(&remote, release);
    load(remote.api, world);
    struct conversation_options options = remote_options(&remote);
    struct walk_options wanted = remote_wanted();
    options.known = cassette_new("there");
    struct import import = remote_import(&remote, &options, &wanted);
    assert_null(import.error);
    expect_same_answers(&remote, options.known, import.fixture);
    cassette_free(options.known);
    json_auto_t *there = exported(remote.api);
    expect_same(import.fixture, there, all, (const char *const[]){"key", NULL});
    load(remote.fresh, import.fixture);
    json_auto_t *again = exported(remote.fresh);
    expect_same(import.fixture, again, all, (const char *const[]){NULL});
    assert_string_equal(text_at(import.fixture, "airbyte"), release_name(release));
    import_free(&import);
    remote_stop(&remote);
}

/* What the public API tells is the same: names, configurations, schedules, streams, tags, and jobs in all. */
static void expect_public_round_trip(enum release release, uint64_t seed)
{
    static const char *const sections[] = {"workspaces",     "sources", "destinations", "connections",
                                           "connectionTags", "tags",    "jobs",         NULL};
    struct remote remote;
    json_auto_t *world = random_world(seed, release, true);
    remote_start(&remote, release);
    load(remote.api, world);
    struct conversation_options options = remote_options(&remote);
    struct walk_options wanted = remote_wanted();
    wanted.api = CHOICE_PUBLIC;
    wanted.release = release;
    struct import import = remote_import(&remote, &options, &wanted);
    assert_null(import.error);
    load(remote.fresh, import.fixture);
    json_auto_t *there = exported(remote.api), *again = exported(remote.fresh);
    static const char *const unknown[] = {"key",  "customerId", "slug",    "anonymousDataCollection",
                                          "news", "email",      "failure", "securityUpdates",
                                          NULL};
    expect_same(again, there, sections, unknown);
    import_free(&import);
    remote_stop(&remote);
}

static void what_the_public_api_tells_comes_out_too(void **state)
{
    (void)state;
    for (int release = 0; release < RELEASES; release++)
        for (uint64_t seed = 0; seed < WORLDS / 2; seed++)
            expect_public_round_trip((enum release)release, seed);
}

static void random_worlds_come_out_as_they_are_exported(void **state)
{
    (void)state;
    for (int release = 0; release < RELEASES; release++)
        for (uint64_t seed = 0; seed < WORLDS; seed++)
            expect_round_trip((enum release)release, seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_worlds_come_out_as_they_are_exported),
        cmocka_unit_test(what_the_public_api_tells_comes_out_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
