#include "support/api.h"

#include <stdlib.h>
#include <string.h>

#define PATH(operation) "/v1/state/" operation

/* What every test here starts with: a connection without a state. */
struct bench {
    struct api *api;
    char *connection;
};

static int set_up(void **state)
{
    struct bench *bench = malloc(sizeof *bench);
    bench->api = api_new();
    bench->connection = make_connection(bench->api);
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    free(bench->connection);
    api_free(bench->api);
    free(bench);
    return 0;
}

/* {"streamDescriptor": {"name": ...}, "streamState": {"cursor": ...}}; without a state where cursor is NULL.
 */
static json_t *stream(const char *name, const char *cursor)
{
    json_t *stream = json_pack("{s{ss}}", "streamDescriptor", "name", name);
    if (cursor)
        json_object_set_new(stream, "streamState", one("cursor", cursor));
    return stream;
}

static json_t *stream_state(json_t *first, json_t *second)
{
    json_t *streams = json_pack("[o]", first);
    if (second)
        json_array_append_new(streams, second);
    return json_pack("{ss so}", "stateType", "stream", "streamState", streams);
}

static json_t *global_state(json_t *shared, json_t *first)
{
    return json_pack("{ss s{so* s[o]}}", "stateType", "global", "globalState", "shared_state", shared,
                     "streamStates", first);
}

static json_t *legacy_state(json_t *blob)
{
    return json_pack("{ss so*}", "stateType", "legacy", "state", blob);
}

static json_t *request(const char *connection, json_t *state)
{
    json_object_set_new(state, "connectionId", json_string(UNKNOWN_ID));
    return json_pack("{ss so}", "connectionId", connection, "connectionState", state);
}

static json_t *put(struct bench *bench, json_t *state)
{
    return call_ok(bench->api, PATH("create_or_update"), request(bench->connection, state));
}

static void put_done(struct bench *bench, json_t *state)
{
    json_decref(put(bench, state));
}

static json_t *get(struct bench *bench)
{
    return call_ok(bench->api, PATH("get"), one("connectionId", bench->connection));
}

static void assert_type(struct bench *bench, const char *type)
{
    json_auto_t *state = get(bench);
    assert_string_equal(text_at(state, "stateType"), type);
}

static void without_a_state_it_is_not_set(void **state)
{
    struct bench *bench = *state;
    json_auto_t *read = get(bench);
    assert_string_equal(text_at(read, "stateType"), "not_set");
    assert_string_equal(text_at(read, "connectionId"), bench->connection);
    assert_int_equal(json_object_size(read), 2);
}

static void that_of_an_unknown_connection_is_not_set(void **state)
{
    struct bench *bench = *state;
    json_auto_t *read = call_ok(bench->api, PATH("get"), one("connectionId", UNKNOWN_ID));
    assert_string_equal(text_at(read, "stateType"), "not_set");
    assert_string_equal(text_at(read, "connectionId"), UNKNOWN_ID);
}

static void the_outer_connection_decides(void **state)
{
    struct bench *bench = *state;
    json_auto_t *written = put(bench, stream_state(stream("users", "5"), NULL));
    assert_string_equal(text_at(written, "connectionId"), bench->connection);
    json_auto_t *read = get(bench);
    assert_true(json_equal(written, read));
}

static void listed_streams_replace_and_others_stay(void **state)
{
    struct bench *bench = *state;
    put_done(bench, stream_state(stream("users", "5"), stream("orders", "7")));
    json_auto_t *merged = put(bench, stream_state(stream("orders", "8"), stream("items", "1")));
    assert_int_equal(json_array_size(at(merged, "streamState")), 3);
    assert_string_equal(text_at(merged, "streamState[0].streamDescriptor.name"), "users");
    assert_string_equal(text_at(merged, "streamState[0].streamState.cursor"), "5");
    assert_string_equal(text_at(merged, "streamState[1].streamState.cursor"), "8");
    assert_string_equal(text_at(merged, "streamState[2].streamState.cursor"), "1");
}

static void streams_of_two_namespaces_are_two(void **state)
{
    struct bench *bench = *state;
    json_t *elsewhere = stream("users", "9");
    json_object_set_new(at(elsewhere, "streamDescriptor"), "namespace", json_string("public"));
    json_auto_t *merged = put(bench, stream_state(stream("users", "5"), elsewhere));
    assert_int_equal(json_array_size(at(merged, "streamState")), 2);
    assert_false(has(merged, "streamState[0].streamDescriptor.namespace"));
    assert_string_equal(text_at(merged, "streamState[1].streamDescriptor.namespace"), "public");
}

static void a_stream_without_a_state_is_deleted(void **state)
{
    struct bench *bench = *state;
    put_done(bench, stream_state(stream("users", "5"), stream("orders", "7")));
    json_auto_t *merged = put(bench, stream_state(stream("users", NULL), NULL));
    assert_int_equal(json_array_size(at(merged, "streamState")), 1);
    assert_string_equal(text_at(merged, "streamState[0].streamDescriptor.name"), "orders");
}

static void a_null_state_deletes_as_a_missing_one(void **state)
{
    struct bench *bench = *state;
    put_done(bench, stream_state(stream("users", "5"), NULL));
    json_t *null = stream("users", NULL);
    json_object_set_new(null, "streamState", json_null());
    json_auto_t *merged = put(bench, stream_state(null, NULL));
    assert_string_equal(text_at(merged, "stateType"), "not_set");
    assert_false(has(merged, "streamState"));
}

static void a_global_state_has_a_shared_part(void **state)
{
    struct bench *bench = *state;
    json_auto_t *written = put(bench, global_state(one("lsn", "77"), stream("users", "5")));
    assert_string_equal(text_at(written, "globalState.shared_state.lsn"), "77");
    assert_string_equal(text_at(written, "globalState.streamStates[0].streamState.cursor"), "5");
    json_auto_t *merged = put(bench, global_state(one("lsn", "78"), stream("orders", "1")));
    assert_string_equal(text_at(merged, "globalState.shared_state.lsn"), "78");
    assert_int_equal(json_array_size(at(merged, "globalState.streamStates")), 2);
}

static void a_missing_shared_part_is_deleted(void **state)
{
    struct bench *bench = *state;
    put_done(bench, global_state(one("lsn", "77"), stream("users", "5")));
    json_auto_t *merged = put(bench, global_state(NULL, stream("orders", "1")));
    assert_false(has(merged, "globalState.shared_state"));
    assert_int_equal(json_array_size(at(merged, "globalState.streamStates")), 2);
}

static void a_legacy_state_is_replaced_as_a_whole(void **state)
{
    struct bench *bench = *state;
    put_done(bench, legacy_state(one("users", "5")));
    json_auto_t *merged = put(bench, legacy_state(one("orders", "7")));
    assert_string_equal(text_at(merged, "state.orders"), "7");
    assert_false(has(merged, "state.users"));
}

static void a_legacy_state_without_a_blob_unsets_it(void **state)
{
    struct bench *bench = *state;
    put_done(bench, legacy_state(one("users", "5")));
    put_done(bench, legacy_state(NULL));
    assert_type(bench, "not_set");
}

static void only_the_part_of_its_type_is_used(void **state)
{
    struct bench *bench = *state;
    json_t *both = stream_state(stream("users", "5"), NULL);
    json_object_set_new(both, "state", one("users", "6"));
    json_auto_t *written = put(bench, both);
    assert_false(has(written, "state"));
    assert_true(has(written, "streamState"));
}

static void a_legacy_state_may_become_another(void **state)
{
    struct bench *bench = *state;
    put_done(bench, legacy_state(one("users", "5")));
    json_auto_t *written = put(bench, stream_state(stream("users", "5"), NULL));
    assert_string_equal(text_at(written, "stateType"), "stream");
    assert_false(has(written, "state"));
}

static void a_legacy_state_may_become_global(void **state)
{
    struct bench *bench = *state;
    put_done(bench, legacy_state(one("users", "5")));
    put_done(bench, global_state(one("lsn", "1"), stream("users", "5")));
    assert_type(bench, "global");
}

static void any_other_change_of_type_is_refused_with_the_real_text(void **state)
{
    struct bench *bench = *state;
    put_done(bench, stream_state(stream("users", "5"), NULL));
    json_t *others[] = {legacy_state(one("users", "5")), global_state(NULL, stream("users", "5")),
                        one("stateType", "not_set")};
    const char *types[] = {"legacy", "global", "not_set"};
    for (size_t i = 0; i < 3; i++) {
        json_auto_t *reply =
            call_status(bench->api, PATH("create_or_update"), request(bench->connection, others[i]), 422);
        const char *message = text_at(reply, "message");
        assert_non_null(strstr(message, "Unexpected type migration from 'stream' to '"));
        assert_non_null(strstr(message, types[i]));
        assert_non_null(strstr(message, "explicit reset."));
    }
    assert_type(bench, "stream");
}

static void assert_refused_at(struct bench *bench, json_t *state, const char *path)
{
    json_auto_t *reply =
        call_status(bench->api, PATH("create_or_update"), request(bench->connection, state), 422);
    assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"), path);
}

static void not_set_cannot_be_written(void **state)
{
    assert_refused_at(*state, one("stateType", "not_set"), "connectionState.stateType");
}

static void the_part_of_its_type_must_be_there(void **state)
{
    assert_refused_at(*state, one("stateType", "stream"), "connectionState.streamState");
    assert_refused_at(*state, one("stateType", "global"), "connectionState.globalState");
}

static void an_unknown_connection_is_a_404(void **state)
{
    struct bench *bench = *state;
    call_fails(bench->api, PATH("create_or_update"), request(UNKNOWN_ID, legacy_state(json_object())), 404,
               "Could not find configuration for STANDARD_SYNC: " UNKNOWN_ID ".");
}

static void a_deleted_connection_keeps_its_state(void **state)
{
    struct bench *bench = *state;
    put_done(bench, stream_state(stream("users", "5"), NULL));
    call_done(bench->api, "/v1/connections/delete", one("connectionId", bench->connection));
    assert_type(bench, "stream");
}

static void blobs_are_in_jsonb_order(void **state)
{
    struct bench *bench = *state;
    json_auto_t *written = put(bench, legacy_state(json_pack("{si si si}", "long", 1, "b", 2, "a", 3)));
    char *text = json_dumps(at(written, "state"), JSON_COMPACT);
    assert_string_equal(text, "{\"a\":3,\"b\":2,\"long\":1}");
    free(text);
}

static void reset(struct bench *bench)
{
    call_done(bench->api, "/v1/connections/reset", one("connectionId", bench->connection));
    api_advance(bench->api, 3600);
}

static void a_reset_without_a_state_leaves_an_empty_legacy_one(void **state)
{
    struct bench *bench = *state;
    reset(bench);
    json_auto_t *read = get(bench);
    assert_string_equal(text_at(read, "stateType"), "legacy");
    assert_int_equal(json_object_size(at(read, "state")), 0);
}

static void a_reset_empties_a_legacy_state(void **state)
{
    struct bench *bench = *state;
    put_done(bench, legacy_state(one("users", "5")));
    reset(bench);
    json_auto_t *read = get(bench);
    assert_int_equal(json_object_size(at(read, "state")), 0);
}

static void a_reset_of_all_streams_unsets_their_states(void **state)
{
    struct bench *bench = *state;
    put_done(bench, stream_state(stream("users", "5"), stream("products", "5")));
    reset(bench);
    assert_type(bench, "not_set");
}

static void a_reset_keeps_streams_that_are_not_the_connections(void **state)
{
    struct bench *bench = *state;
    put_done(bench, global_state(one("lsn", "7"), stream("users", "5")));
    put_done(bench, global_state(one("lsn", "7"), stream("elsewhere", "5")));
    reset(bench);
    json_auto_t *read = get(bench);
    assert_string_equal(text_at(read, "globalState.shared_state.lsn"), "7");
    assert_int_equal(json_array_size(at(read, "globalState.streamStates")), 1);
}

static void a_reset_of_all_streams_erases_the_shared_part(void **state)
{
    struct bench *bench = *state;
    put_done(bench, global_state(one("lsn", "7"), stream("users", "5")));
    reset(bench);
    assert_type(bench, "not_set");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_a_state_it_is_not_set, set_up, tear_down),
        cmocka_unit_test_setup_teardown(that_of_an_unknown_connection_is_not_set, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_outer_connection_decides, set_up, tear_down),
        cmocka_unit_test_setup_teardown(listed_streams_replace_and_others_stay, set_up, tear_down),
        cmocka_unit_test_setup_teardown(streams_of_two_namespaces_are_two, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_stream_without_a_state_is_deleted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_null_state_deletes_as_a_missing_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_global_state_has_a_shared_part, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_missing_shared_part_is_deleted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_legacy_state_is_replaced_as_a_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_legacy_state_without_a_blob_unsets_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_the_part_of_its_type_is_used, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_legacy_state_may_become_another, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_legacy_state_may_become_global, set_up, tear_down),
        cmocka_unit_test_setup_teardown(any_other_change_of_type_is_refused_with_the_real_text, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(not_set_cannot_be_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_part_of_its_type_must_be_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_unknown_connection_is_a_404, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_deleted_connection_keeps_its_state, set_up, tear_down),
        cmocka_unit_test_setup_teardown(blobs_are_in_jsonb_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_reset_without_a_state_leaves_an_empty_legacy_one, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_reset_empties_a_legacy_state, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_reset_of_all_streams_unsets_their_states, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_reset_keeps_streams_that_are_not_the_connections, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_reset_of_all_streams_erases_the_shared_part, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
