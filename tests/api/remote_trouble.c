/*
 * Reading servers that are none, that refuse, break off, or are in trouble: nothing is changed there, nothing
 * is lost here, and it is said what happened.
 */
#include "support/listener.h"
#include "support/remote.h"

#include "base/die.h"
#include "base/file.h"
#include "base/rng.h"
#include "gateway/route_table.h"
#include "remote/compare.h"
#include "json/get.h"
#include "json/list.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct import read_all(const struct remote *remote)
{
    struct conversation_options options = remote_options(remote);
    struct walk_options wanted = remote_wanted();
    return remote_import(remote, &options, &wanted);
}

/* A remote with a connection and a job that is over. */
static void start(struct remote *remote, enum release release)
{
    remote_start(remote, release);
    char *connection = make_connection(remote->api);
    call_done(remote->api, "/v1/connections/sync", one("connectionId", connection));
    api_advance(remote->api, 60);
    free(connection);
}

static bool is_read(const char *method, const char *path)
{
    for (int read = 0; read < READS; read++) {
        const struct read_row *row = &read_rows[read];
        const char *root = remote_root(row->api) + strlen("/api"); /* the log does without */
        if (strcmp(row->method, method) == 0 && strncmp(path, root, strlen(root)) == 0 &&
            strcmp(path + strlen(root), row->path) == 0)
            return true;
    }
    return false;
}

static void expect_read(const char *method, const char *path)
{
    if (!is_read(method, path))
        print_error("%s %s is no reading call\n", method, path);
    assert_true(is_read(method, path));
}

/* Every request in the log is of the list of reading calls, and what there is stays as it was. */
static void expect_only_reads(enum release release, enum remote_choice choice)
{
    struct remote remote;
    size_t index;
    json_t *request;
    start(&remote, release);
    json_auto_t *before = control(remote.api, "GET", "/export", NULL, 200);
    json_decref(control(remote.api, "DELETE", "/requests", NULL, 204));
    struct conversation_options options = remote_options(&remote);
    struct walk_options wanted = remote_wanted();
    wanted.api = choice;
    struct import import = remote_import(&remote, &options, &wanted);
    assert_null(import.error);
    json_auto_t *log = control(remote.api, "GET", "/requests", NULL, 200);
    assert_true(json_array_size(at(log, "requests")) >= import.count.sent);
    json_array_foreach (at(log, "requests"), index, request)
        expect_read(text_at(request, "method"), text_at(request, "path"));
    json_auto_t *after = control(remote.api, "GET", "/export", NULL, 200);
    assert_true(json_equal(before, after));
    import_free(&import);
    remote_stop(&remote);
}

static void nothing_but_reading_calls_is_made(void **state)
{
    (void)state;
    for (int release = 0; release < RELEASES; release++) {
        expect_only_reads((enum release)release, CHOICE_CONFIG);
        expect_only_reads((enum release)release, CHOICE_PUBLIC);
    }
}

static void add_fault(struct api *api, const char *text)
{
    json_decref(control(api, "POST", "/faults", parsed(text), 201));
}

static void what_passes_is_tried_again(void **state)
{
    (void)state;
    struct remote remote;
    start(&remote, 0);
    add_fault(remote.api, "{\"match\": {\"path\": \"/v1/connections/list\"}, \"times\": 2, \"status\": 503}");
    add_fault(remote.api, "{\"match\": {\"path\": \"/v1/sources/list\"}, \"times\": 1, \"status\": 429}");
    add_fault(remote.api, "{\"match\": {\"path\": \"/v1/state/get\"}, \"times\": 1, \"connection\": "
                          "\"CONNECTION_RESET_BY_PEER\"}");
    struct import import = read_all(&remote);
    assert_null(import.error);
    assert_int_equal(json_array_size(import.left_out), 0);
    assert_int_equal(json_array_size(at(import.fixture, "connections")), 1);
    import_free(&import);
    remote_stop(&remote);
}

static void what_cannot_be_read_is_told(void **state)
{
    (void)state;
    struct remote remote;
    start(&remote, 0);
    add_fault(remote.api, "{\"match\": {\"path\": \"/v1/jobs/list\"}, \"status\": 500}");
    add_fault(remote.api, "{\"match\": {\"path\": \"/v1/state/get\"}, \"status\": 404}");
    struct import import = read_all(&remote);
    assert_null(import.error);
    assert_int_equal(json_array_size(import.left_out), 2);
    assert_non_null(
        strstr(text_at(import.left_out, "[0]"), "the state of Sample <> Files: /state/get answers: 404"));
    assert_non_null(
        strstr(text_at(import.left_out, "[1]"), "the jobs of Sample <> Files: /jobs/list answers: 500"));
    assert_int_equal(json_array_size(json_object_get(import.fixture, "jobs")), 0);
    import_free(&import);
    remote_stop(&remote);
}

/* What others refer to must be there; what was read until then is kept, and not asked for again. */
static void a_reading_that_broke_off_goes_on(void **state)
{
    (void)state;
    struct remote remote;
    char folder[] = "/tmp/fakebyte-import-XXXXXX", *error = NULL;
    assert_non_null(mkdtemp(folder));
    char *kept = must_printf("%s/a.partial", folder);
    start(&remote, 0);
    add_fault(remote.api, "{\"match\": {\"path\": \"/v1/connections/list\"}, \"status\": 500, \"times\": 4}");
    struct conversation_options options = remote_options(&remote);
    struct walk_options wanted = remote_wanted();
    options.journal = journal_open(kept, "there", &error);
    struct import import = remote_import(&remote, &options, &wanted);
    assert_non_null(strstr(import.error, "the connections of"));
    assert_non_null(strstr(import.error, "cannot be read: /connections/list answers: 500"));
    assert_null(import.fixture);
    size_t first = import.count.sent;
    journal_close(options.journal);
    import_free(&import);
    options.known = cassette_read(kept, "there", &error);
    options.journal = journal_open(kept, "there", &error);
    assert_null(error);
    import = remote_import(&remote, &options, &wanted);
    assert_null(import.error);
    assert_int_equal(json_array_size(at(import.fixture, "connections")), 1);
    assert_true(import.count.sent < first);
    journal_close(options.journal);
    cassette_free(options.known);
    import_free(&import);
    assert_int_equal(unlink(kept), 0);
    assert_int_equal(rmdir(folder), 0);
    free(kept);
    remote_stop(&remote);
}

/* Answers that are none of an Airbyte, and what is said of them. */
static void servers_that_are_none_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *answer, *complaint;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 15\r\n\r\n<html>hi</html>",
         "200, with no JSON"},
        {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
         "something that is not Airbyte's"},
        {"HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n",
         "302, a redirect to http://elsewhere.example/: nothing is followed"},
        {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 900\r\n\r\n{\"workspaces\": [",
         "nobody answers: "},
        {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3000000\r\n\r\n", "nobody answers: "},
        {"SSH-2.0-OpenSSH_9.2\r\n", "nobody answers: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct remote remote;
        struct listener listener;
        remote_start(&remote, 0);
        listener_start(&listener, remote.loop, cases[i].answer);
        char *url = listener_url(&listener, "");
        struct conversation_options options = remote_options(&remote);
        struct walk_options wanted = remote_wanted();
        options.roots[0] = options.roots[1] = url;
        options.longest = 1 << 20;
        options.patience = 500;
        struct import import = remote_import(&remote, &options, &wanted);
        if (!import.error || !strstr(import.error, cases[i].complaint))
            print_error("%zu: %s\n", i, import.error ? import.error : "no error");
        assert_true(import.error && strstr(import.error, cases[i].complaint));
        import_free(&import);
        free(url);
        listener_stop(&listener);
        remote_stop(&remote);
    }
}

static void an_answer_that_is_too_long_is_not_taken(void **state)
{
    (void)state;
    struct remote remote;
    start(&remote, 0);
    struct conversation_options options = remote_options(&remote);
    struct walk_options wanted = remote_wanted();
    options.longest = 20000;
    struct import import = remote_import(&remote, &options, &wanted);
    assert_non_null(strstr(import.error, "the source definitions of "));
    assert_non_null(strstr(import.error, "its answer is longer than 0 MiB"));
    import_free(&import);
    remote_stop(&remote);
}

/* Each page is full, and there is always a next one. */
static void a_list_without_an_end_comes_to_one(void **state)
{
    (void)state;
    struct remote remote;
    start(&remote, RELEASE_2_0);
    json_auto_t *page = json_array();
    for (int i = 0; i < 100; i++)
        json_array_append_new(page, json_pack("{ss ss ss ss ss s{} si}", "sourceId", UNKNOWN_ID, "name", "n",
                                              "sourceType", "faker", "definitionId", FAKER, "workspaceId",
                                              UNKNOWN_ID, "configuration", "createdAt", 1));
    json_auto_t *endless = json_pack("{s{ss} si s{sO}}", "match", "path", "/public/v1/sources", "status", 200,
                                     "body", "data", page);
    json_decref(control(remote.api, "POST", "/faults", json_incref(endless), 201));
    struct conversation_options options = remote_options(&remote);
    struct walk_options wanted = remote_wanted();
    options.longest = 50000;
    wanted.api = CHOICE_PUBLIC;
    struct import import = remote_import(&remote, &options, &wanted);
    assert_non_null(strstr(import.error, "it has told more than sixteen times"));
    import_free(&import);
    remote_stop(&remote);
}

static void tokens_are_asked_for_and_renewed(void **state)
{
    (void)state;
    struct remote remote;
    start(&remote, RELEASE_2_0);
    remote.api->app->options.access.auth = AUTH_TOKEN;
    struct conversation_options options = remote_options(&remote);
    struct walk_options wanted = remote_wanted();
    options.client_id = "tests";
    options.client_secret = "sesame";
    struct import import = remote_import(&remote, &options, &wanted);
    assert_null(import.error);
    import_free(&import);
    options.client_secret = "wrong";
    import = remote_import(&remote, &options, &wanted);
    assert_non_null(strstr(import.error, "lets us in: the Config API answers: 401"));
    import_free(&import);
    remote_stop(&remote);
}

static void only_what_is_wanted_is_read(void **state)
{
    (void)state;
    struct remote remote;
    start(&remote, 0);
    free(make_workspace(remote.api, "Other"));
    struct conversation_options options = remote_options(&remote);
    struct walk_options wanted = remote_wanted();
    wanted.workspaces = (const char *const[]){"Oth*"};
    wanted.workspace_count = 1;
    struct import import = remote_import(&remote, &options, &wanted);
    assert_int_equal(json_array_size(at(import.fixture, "workspaces")), 1);
    assert_int_equal(json_array_size(json_object_get(import.fixture, "sources")), 0);
    import_free(&import);
    wanted.workspaces = (const char *const[]){"Nobody"};
    import = remote_import(&remote, &options, &wanted);
    assert_string_equal(import.error, "no workspace that is wanted can be read");
    import_free(&import);
    wanted = remote_wanted();
    wanted.connections = "Sample*";
    wanted.jobs = 0;
    import = remote_import(&remote, &options, &wanted);
    assert_int_equal(json_array_size(at(import.fixture, "connections")), 1);
    assert_int_equal(json_array_size(json_object_get(import.fixture, "jobs")), 0);
    import_free(&import);
    remote_stop(&remote);
}

static void a_job_that_runs_is_left_out(void **state)
{
    (void)state;
    struct remote remote;
    remote_start(&remote, 0);
    char *connection = make_connection(remote.api);
    call_done(remote.api, "/v1/connections/sync", one("connectionId", connection));
    struct import import = read_all(&remote);
    assert_non_null(strstr(text_at(import.left_out, "[0]"), "it is not over"));
    assert_int_equal(json_array_size(json_object_get(import.fixture, "jobs")), 0);
    import_free(&import);
    free(connection);
    remote_stop(&remote);
}

/* Read here, replayed there: of the same world in the same release nothing differs, in another what changed.
 */
static void a_recording_is_compared(void **state)
{
    (void)state;
    struct remote remote;
    start(&remote, RELEASE_2_0);
    struct conversation_options options = remote_options(&remote);
    struct walk_options wanted = remote_wanted();
    options.known = cassette_new("there");
    struct import import = remote_import(&remote, &options, &wanted);
    struct cassette *cassette = options.known;
    char *error = NULL;
    options.known = NULL;
    static const struct {
        const char *release, *difference;
    } cases[] = {{"2.0", NULL}, {"1.5", "/connections/*/tags: only there"}};
    for (size_t i = 0; i < 2; i++) {
        struct comparison comparison;
        json_decref(control(remote.api, "PUT", "/sandboxes/default", one("airbyte", cases[i].release), 200));
        struct conversation *conversation = conversation_new(remote.loop, &options, &error);
        assert_true(compare_run(&comparison, cassette, conversation, &error));
        char *text = comparison_text(&comparison);
        assert_int_equal(comparison.asked, import.count.answered);
        assert_int_equal(comparison.differing > 0, cases[i].difference != NULL);
        assert_non_null(strstr(text, cases[i].difference ? cases[i].difference : ""));
        free(text);
        comparison_free(&comparison);
        conversation_free(conversation);
    }
    cassette_free(cassette);
    import_free(&import);
    remote_stop(&remote);
}

/* Puts something else in the place of a member or item somewhere in the value. */
static void spoil(json_t *value, struct rng *rng)
{
    static const char *const others[] = {"null", "7",    "-1",  "\"x\"", "\"\"", "[]",
                                         "{}",   "[{}]", "[1]", "true",  "1e99"};
    size_t size = json_is_object(value) ? json_object_size(value) : json_array_size(value);
    if (size == 0)
        return;
    size_t chosen = (size_t)rng_between(rng, 0, (int64_t)size - 1);
    void *member = json_object_iter(value);
    for (size_t i = 0; member && i < chosen; i++)
        member = json_object_iter_next(value, member);
    json_t *child = member ? json_object_iter_value(member) : json_array_get(value, chosen);
    bool here = rng_between(rng, 0, 3) == 0 || !(json_object_size(child) || json_array_size(child));
    json_t *other = here ? json_loads(others[rng_between(rng, 0, 10)], JSON_DECODE_ANY, NULL) : NULL;
    if (!here)
        spoil(child, rng);
    else if (member)
        json_object_iter_set_new(value, member, other);
    else
        json_array_set_new(value, chosen, other);
}

static struct cassette *spoilt(const struct cassette *cassette, struct rng *rng)
{
    struct cassette *copy = cassette_new("there");
    const json_t *exchange;
    for (size_t i = 0; (exchange = cassette_at(cassette, i)); i++) {
        json_t *other = json_deep_copy(exchange);
        if (rng_between(rng, 0, 2) == 0)
            spoil(json_object_get(other, "response"), rng);
        cassette_add(copy, other);
    }
    return copy;
}

/* Ends in a fixture or in an error. */
static void read_offline(const struct remote *remote, struct cassette *cassette, enum remote_choice choice)
{
    struct conversation_options options = remote_options(remote);
    struct walk_options wanted = remote_wanted();
    options.known = cassette;
    options.offline = true;
    wanted.api = choice;
    struct import import = remote_import(remote, &options, &wanted);
    assert_true((import.fixture != NULL) != (import.error != NULL));
    import_free(&import);
}

static void spoil_many(enum remote_choice choice)
{
    enum { TIMES = 60 };
    struct remote remote;
    struct rng rng = rng_seeded(1, "spoil");
    start(&remote, RELEASE_2_0);
    struct conversation_options options = remote_options(&remote);
    struct walk_options wanted = remote_wanted();
    wanted.api = choice;
    options.known = cassette_new("there");
    struct import import = remote_import(&remote, &options, &wanted);
    for (int i = 0; i < TIMES; i++) {
        struct cassette *other = spoilt(options.known, &rng);
        read_offline(&remote, other, choice);
        cassette_free(other);
    }
    cassette_free(options.known);
    import_free(&import);
    remote_stop(&remote);
}

static void answers_of_any_kind_end_in_a_fixture_or_an_error(void **state)
{
    (void)state;
    spoil_many(CHOICE_CONFIG);
    spoil_many(CHOICE_PUBLIC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_but_reading_calls_is_made),
        cmocka_unit_test(what_passes_is_tried_again),
        cmocka_unit_test(what_cannot_be_read_is_told),
        cmocka_unit_test(a_reading_that_broke_off_goes_on),
        cmocka_unit_test(servers_that_are_none_are_told),
        cmocka_unit_test(an_answer_that_is_too_long_is_not_taken),
        cmocka_unit_test(a_list_without_an_end_comes_to_one),
        cmocka_unit_test(tokens_are_asked_for_and_renewed),
        cmocka_unit_test(only_what_is_wanted_is_read),
        cmocka_unit_test(answers_of_any_kind_end_in_a_fixture_or_an_error),
        cmocka_unit_test(a_job_that_runs_is_left_out),
        cmocka_unit_test(a_recording_is_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
