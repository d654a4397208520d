#include "support/api.h"

#include "base/die.h"
#include "base/text.h"
#include "fixture/fixture.h"
#include "sandbox/sandboxes.h"

#include <stdlib.h>
#include <string.h>

enum { CONNECTIONS = 60, DESCRIPTION = 30000 };

/* Replies are not checked here: a list that is would not be streamed. */
static struct api *api_with_long_connections(char **workspace)
{
    struct api_options options = api_test_options();
    options.check_replies = false;
    struct api *api = api_with(&options);
    *workspace = first_workspace(api);
    char *first = make_connection(api);
    json_auto_t *model = call_ok(api, "/v1/connections/get", one("connectionId", first));
    char *description = must_alloc(DESCRIPTION + 1);
    memset(description, 'x', DESCRIPTION);
    description[DESCRIPTION] = '\0';
    json_object_set_new(at(model, "syncCatalog.streams[0].stream.jsonSchema"), "description",
                        json_string(description));
    for (int i = 1; i < CONNECTIONS; i++)
        call_done(api, "/v1/connections/create",
                  json_pack("{sO sO sO sO}", "sourceId", at(model, "sourceId"), "destinationId",
                            at(model, "destinationId"), "status", at(model, "status"), "syncCatalog",
                            at(model, "syncCatalog")));
    free(description);
    free(first);
    return api;
}

static struct reply begin_list(struct api *api, const char *workspace)
{
    char *body = must_printf("{\"workspaceId\":\"%s\"}", workspace);
    struct reply reply = api_request(api, "POST", "/api/v1/connections/list", body, NULL);
    assert_int_equal(reply.status, 200);
    assert_non_null(reply.stream.read);
    free(body);
    return reply;
}

static json_t *rest_of_list(struct reply *reply, struct text *begin)
{
    char buffer[5000];
    ssize_t size;
    while ((size = reply->stream.read(reply->stream.state, buffer, sizeof buffer)) > 0)
        text_add_bytes(begin, buffer, (size_t)size);
    assert_int_equal(size, STREAM_END);
    json_t *list = json_loadb(begin->data, begin->size, 0, NULL);
    assert_non_null(list);
    text_free(begin);
    reply_clear(reply);
    return list;
}

static void a_long_list_is_streamed_whole(void **state)
{
    (void)state;
    char *workspace;
    struct api *api = api_with_long_connections(&workspace);
    struct reply reply = begin_list(api, workspace);
    json_auto_t *list = rest_of_list(&reply, &(struct text){0});
    json_t *connections = at(list, "connections");
    assert_int_equal(json_array_size(connections), CONNECTIONS);
    for (size_t i = 0; i < CONNECTIONS; i++) {
        json_t *listed = json_array_get(connections, i);
        json_auto_t *got =
            call_ok(api, "/v1/connections/get", one("connectionId", text_at(listed, "connectionId")));
        assert_true(json_equal(listed, got));
    }
    free(workspace);
    api_free(api);
}

static void a_list_goes_on_while_its_documents_change(void **state)
{
    (void)state;
    char *workspace;
    struct api *api = api_with_long_connections(&workspace);
    json_auto_t *before = call_ok(api, "/v1/connections/search", json_object());
    struct reply reply = begin_list(api, workspace);
    const char *last = text_at(before, "connections[59].connectionId");
    call_done(api, "/v1/connections/update", json_pack("{ss ss}", "connectionId", last, "name", "changed"));
    json_auto_t *list = rest_of_list(&reply, &(struct text){0});
    assert_int_equal(json_array_size(at(list, "connections")), CONNECTIONS);
    assert_string_equal(text_at(list, "connections[59].name"), "changed");
    free(workspace);
    api_free(api);
}

static void read_to_the_break(struct reply *reply)
{
    char buffer[5000];
    ssize_t size;
    while ((size = reply->stream.read(reply->stream.state, buffer, sizeof buffer)) > 0)
        ;
    assert_int_equal(size, STREAM_BROKEN);
    reply_clear(reply);
}

static void load_jobs(struct api *api, const char *connection, int count)
{
    json_t *jobs = json_array();
    for (int i = 0; i < count; i++)
        json_array_append_new(jobs,
                              json_pack("{ss ss ss si}", "connectionId", connection, "configType", "sync",
                                        "status", "succeeded", "endedSecondsAgo", 60 * (count - i)));
    json_decref(control(api, "POST", "/fixtures", json_pack("{so}", "jobs", jobs), 200));
}

static void an_export_is_streamed_whole(void **state)
{
    (void)state;
    char *workspace;
    struct api *api = api_with_long_connections(&workspace);
    json_auto_t *all = call_ok(api, "/v1/connections/search", json_object());
    load_jobs(api, text_at(all, "connections[0].connectionId"), 150);
    struct reply reply = api_request(api, "GET", "/__admin/export", NULL, NULL);
    assert_non_null(reply.stream.read);
    json_auto_t *streamed = rest_of_list(&reply, &(struct text){0});
    assert_int_equal(json_array_size(at(streamed, "connections")), CONNECTIONS);
    assert_int_equal(json_array_size(at(streamed, "jobs")), 150);
    struct sandbox *sandbox = sandboxes_find(api->app->sandboxes, "default");
    char *text = fixture_export(&sandbox->world, &sandbox->faults);
    json_auto_t *whole = json_loads(text, 0, NULL);
    assert_true(json_equal(streamed, whole));
    free(text);
    free(workspace);
    api_free(api);
}

static void an_export_breaks_where_its_sandbox_is_reset(void **state)
{
    (void)state;
    char *workspace;
    struct api *api = api_with_long_connections(&workspace);
    struct reply reply = api_request(api, "GET", "/__admin/export", NULL, NULL);
    json_decref(control(api, "POST", "/reset", NULL, 204));
    read_to_the_break(&reply);
    free(workspace);
    api_free(api);
}

static void a_list_breaks_where_its_sandbox_holds_another_state(void **state)
{
    (void)state;
    char *workspace;
    struct api *api = api_with_long_connections(&workspace);
    json_decref(control(api, "PUT", "/snapshots/full", NULL, 200));
    struct reply reset = begin_list(api, workspace);
    json_decref(control(api, "POST", "/reset", NULL, 204));
    read_to_the_break(&reset);
    json_decref(control(api, "POST", "/snapshots/full/restore", NULL, 200));
    struct reply restored = begin_list(api, workspace), gone = begin_list(api, workspace);
    json_decref(control(api, "POST", "/snapshots/full/restore", NULL, 200));
    read_to_the_break(&restored);
    json_decref(control(api, "DELETE", "/sandboxes/default", NULL, 204));
    json_decref(call_ok(api, "/v1/workspaces/list", NULL));
    read_to_the_break(&gone);
    free(workspace);
    api_free(api);
}

static void a_fault_after_a_long_list_takes_its_place(void **state)
{
    (void)state;
    char *workspace;
    struct api *api = api_with_long_connections(&workspace);
    json_decref(control(api, "POST", "/faults",
                        json_pack("{s{ss} ss si ss}", "match", "path", "/v1/connections/list", "phase",
                                  "after", "status", 504, "body", "late"),
                        201));
    json_auto_t *body = one("workspaceId", workspace);
    char *text = json_dumps(body, 0);
    struct reply reply = api_request(api, "POST", "/api/v1/connections/list", text, NULL);
    assert_int_equal(reply.status, 504);
    assert_null(reply.stream.read);
    assert_string_equal(reply.body, "late");
    reply_clear(&reply);
    free(text);
    free(workspace);
    api_free(api);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_list_is_streamed_whole),
        cmocka_unit_test(a_list_goes_on_while_its_documents_change),
        cmocka_unit_test(an_export_is_streamed_whole),
        cmocka_unit_test(an_export_breaks_where_its_sandbox_is_reset),
        cmocka_unit_test(a_list_breaks_where_its_sandbox_holds_another_state),
        cmocka_unit_test(a_fault_after_a_long_list_takes_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
