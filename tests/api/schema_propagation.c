/* Connections that follow their source: nonBreakingChangesPreference propagate_columns and propagate_fully.
 */
#include "support/later.h"

#define CONNECTION "{'connectionId': '$connection'}"
#define STREAM(name, columns, more)                                                                          \
    "{'stream': {'name': '" name "', 'jsonSchema': {'type': 'object', 'properties': {" columns "}}, "        \
    "'supportedSyncModes': ['full_refresh', 'incremental'], 'sourceDefinedPrimaryKey': [['id']]" more "}}"
#define FOUND(streams)                                                                                       \
    {0, "/plans", "{'id': 'found', 'discover': {'catalog': {'streams': [" streams "]}}}", NULL, 201},        \
    {                                                                                                        \
        0, "sources/discover_schema",                                                                        \
            "{'sourceId': '$source', 'connectionId': '$connection', 'disable_cache': true}", NULL, 0         \
    }
#define PREFER(word)                                                                                         \
    {                                                                                                        \
        0, "connections/update",                                                                             \
            "{'connectionId': '$connection', 'nonBreakingChangesPreference': '" word "'}",                   \
            "{'nonBreakingChangesPreference': '" word "'}", 0                                                \
    }

#define ID "'id': {'type': 'integer'}"
#define USERS STREAM("users", ID, "")
#define WIDER STREAM("users", ID ", 'age': {'type': 'integer'}", "")
#define ORDERS STREAM("orders", ID, ", 'sourceDefinedCursor': true, 'defaultCursorField': ['id']")

/* The connection's catalog is as it was discovered: users, and made from that discovery. */
static struct story story_of_users(struct api *api)
{
    struct story story = story_begin(api);
    PLAY(
        &story, FOUND(USERS),
        {0, "connections/update",
         "{'connectionId': '$connection', 'syncCatalog': {'streams': [{'stream': {'name': 'users', 'jsonSchema': "
         "{'type': 'object', 'properties': {" ID "}}, 'supportedSyncModes': ['full_refresh', 'incremental'], "
         "'sourceDefinedPrimaryKey': [['id']]}, 'config': {'syncMode': 'full_refresh', 'destinationSyncMode': "
         "'overwrite'}}]}}",
         NULL, 0});
    return story;
}

static void columns_come_and_streams_do_not(void **state)
{
    struct story story = story_of_users(*state);
    PLAY(
        &story, PREFER("propagate_columns"), FOUND(WIDER ", " ORDERS),
        {0, "connections/get", CONNECTION,
         "{'syncCatalog': {'streams': [{'stream': {'name': 'users', 'jsonSchema': {'properties': {'age': {}}}}}]}}",
         0},
        FOUND(WIDER), {0, "web_backend/connections/get", CONNECTION, "{'schemaChange': 'no_change'}", 0});
    story_end(&story);
}

static void only_what_is_preferred_is_followed(void **state)
{
    struct story story = story_of_users(*state);
    PLAY(&story, PREFER("ignore"), FOUND(WIDER ", " ORDERS),
         {0, "connections/get", CONNECTION,
          "{'syncCatalog': {'streams': [{'stream': {'jsonSchema': {'properties': {'age': null}}}}]}}", 0});
    story_end(&story);
}

static void the_fully_following_get_streams_too(void **state)
{
    struct story story = story_of_users(*state);
    PLAY(
        &story, PREFER("propagate_fully"), FOUND(WIDER ", " ORDERS),
        {0, "connections/get", CONNECTION,
         "{'status': 'active', 'breakingChange': false, 'syncCatalog': {'streams': [{'stream': {'name': 'users', "
         "'jsonSchema': {'properties': {'age': {}}}}, 'config': {'syncMode': 'full_refresh'}}, {'stream': {'name': "
         "'orders'}, 'config': {'selected': true, 'syncMode': 'incremental', 'destinationSyncMode': "
         "'append_dedup'}}]}}",
         0});
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LATER_TEST(columns_come_and_streams_do_not),
        LATER_TEST(only_what_is_preferred_is_followed),
        LATER_TEST(the_fully_following_get_streams_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
