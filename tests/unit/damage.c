/* A kept sandbox's file with a byte that went wrong, wherever that is, is nobody else's end. */
#include "support/api.h"

#include "base/die.h"
#include "base/file.h"
#include "base/rng.h"
#include "sandbox/sandbox_files.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char FRAME[] = "/tmp/fakebyte-damage-XXXXXX";

/* How many bytes go wrong, one after the other; FAKEBYTE_FLIPS=COUNT,SEED for others. */
static int flips(uint64_t *seed)
{
    const char *given = getenv("FAKEBYTE_FLIPS"), *comma = given ? strchr(given, ',') : NULL;
    *seed = comma ? strtoull(comma + 1, NULL, 10) : 1;
    return given ? atoi(given) : 40;
}

static struct api *api_on(const char *file)
{
    struct api_options options = api_test_options();
    options.start.file = file;
    options.check_replies = false;
    return api_with(&options);
}

static json_t *demo(void)
{
    char *error = NULL;
    json_t *fixture = json_read_file("../fixtures/demo.json", &error);
    assert_non_null(fixture);
    return fixture;
}

/* A sandbox "one" with jobs that are over and one that runs; its file. */
static char *keep_one(const char *file)
{
    struct api *api = api_on(file);
    api->sandbox = "one";
    json_decref(control(api, "POST", "/fixtures", demo(), 200));
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    free(connection);
    api_free(api);
    return sandbox_files_path(file, "one");
}

static void overwrite(const char *path, const char *bytes, size_t size, size_t at, char byte)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, size, out), size);
    assert_int_equal(fseek(out, (long)at, SEEK_SET), 0);
    assert_int_equal(fputc(byte, out), (unsigned char)byte);
    assert_int_equal(fclose(out), 0);
}

static unsigned ask(struct api *api, const char *path)
{
    struct reply reply = api_request(api, "POST", path, "{}", NULL);
    unsigned status = reply.status;
    reply_clear(&reply);
    return status;
}

/* Reads and moves whatever there is. */
static void live_on(struct api *api)
{
    static const struct {
        const char *method, *path, *body;
    } asked[] = {
        {"POST", "/v1/workspaces/list", "{}"},
        {"GET", "/__admin/connections", ""},
        {"GET", "/__admin/jobs", ""},
        {"POST", "/v1/jobs/get", "{\"id\": 1}"},
        {"POST", "/v1/jobs/get_debug_info", "{\"id\": 1}"},
        {"POST", "/v1/jobs/get", "{\"id\": 3}"},
        {"POST", "/v1/sources/search", "{}"},
        {"POST", "/v1/destinations/search", "{}"},
        {"POST", "/v1/connections/search", "{}"},
        {"POST", "/__admin/clock/advance", "{\"seconds\": 90000}"},
        {"GET", "/public/v1/connections", ""},
        {"GET", "/public/v1/jobs", ""},
        {"GET", "/__admin/plans", ""},
        {"GET", "/__admin/export", ""},
        {"GET", "/__admin/problems", ""},
        {"GET", "/__admin/metrics", ""},
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        char *path = must_printf("/sandboxes/one%s", asked[i].path);
        struct reply reply = api_request(api, asked[i].method, path, asked[i].body, NULL);
        assert_in_range(reply.status, 200, 599);
        reply_clear(&reply);
        free(path);
    }
}

static void live_with(const char *file, const char *path, const char *bytes, size_t size, size_t at,
                      char byte)
{
    if (getenv("FAKEBYTE_FLIPS"))
        fprintf(stderr, "at %zu: %.40s\n", at, bytes + (at > 20 ? at - 20 : 0));
    overwrite(path, bytes, size, at, byte);
    struct api *api = api_on(file);
    live_on(api);
    assert_int_equal(ask(api, "/v1/workspaces/list"), 200);
    api_free(api);
}

static char *new_folder(void)
{
    char *folder = must_strdup(FRAME);
    assert_non_null(mkdtemp(folder));
    return folder;
}

static void remove_folder(char *folder)
{
    char *command = must_printf("rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
    free(command);
    free(folder);
}

/* Bits of a kept file, one after the other. */
static void flip_many(const char *name, void (*live)(const char *file, const char *path, const char *bytes,
                                                     size_t size, size_t at, char byte))
{
    char *folder = new_folder(), *file = must_printf("%s/state.db", folder), *path = keep_one(file);
    size_t size;
    uint64_t seed;
    char *bytes = file_read(path, &size);
    int count = flips(&seed);
    struct rng rng = rng_seeded(seed, name);
    for (int i = 0; i < count; i++) {
        size_t at = rng_next(&rng) % size;
        while (bytes[at] == '\0')
            at = (at + 1) % size;
        live(file, path, bytes, size, at, (char)(bytes[at] ^ (1 << rng_next(&rng) % 8)));
    }
    free(bytes);
    free(path);
    free(file);
    remove_folder(folder);
}

static void a_byte_that_went_wrong_is_nobody_elses_end(void **state)
{
    (void)state;
    flip_many("damage", live_with);
}

static void flip(const char *path, size_t at, char byte)
{
    FILE *out = fopen(path, "r+b");
    assert_non_null(out);
    assert_int_equal(fseek(out, (long)at, SEEK_SET), 0);
    assert_int_equal(fputc(byte, out), (unsigned char)byte);
    assert_int_equal(fclose(out), 0);
}

/* It was looked through, and is read anew. */
static struct api *api_in_use(const char *file)
{
    struct api *api = api_on(file);
    assert_int_equal(ask(api, "/sandboxes/one/v1/workspaces/list"), 200);
    store_rest(sandboxes_find(api->app->sandboxes, "one")->world.store);
    return api;
}

static void live_while(const char *file, const char *path, const char *bytes, size_t size, size_t at,
                       char byte)
{
    if (getenv("FAKEBYTE_FLIPS"))
        fprintf(stderr, "at %zu: %.40s\n", at, bytes + (at > 20 ? at - 20 : 0));
    overwrite(path, bytes, size, at, bytes[at]);
    struct api *api = api_in_use(file);
    flip(path, at, byte);
    live_on(api);
    assert_int_equal(ask(api, "/v1/workspaces/list"), 200);
    api_free(api);
}

static void a_byte_that_goes_wrong_while_it_is_used_is_nobody_elses_end(void **state)
{
    (void)state;
    flip_many("damage at run time", live_while);
}

/* Whatever is in the page: a document that is no JSON any more, a letter of a name, a number, a length. */
static void what_goes_wrong_while_it_is_used_is_a_503(void **state)
{
    static const char *const places[] = {"\"connectionId\"", "\"syncMode\"", "Postgres"};
    (void)state;
    char *folder = new_folder(), *file = must_printf("%s/state.db", folder), *path = keep_one(file);
    size_t size;
    char *bytes = file_read(path, &size);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *place = memmem(bytes, size, places[i], strlen(places[i]));
        assert_non_null(place);
        overwrite(path, bytes, size, 0, *bytes);
        struct api *api = api_in_use(file);
        flip(path, (size_t)(place - bytes), '?');
        struct reply reply = api_request(api, "GET", "/sandboxes/one/__admin/export", "", NULL);
        if (reply.status != 503)
            fail_msg("%s: %u", places[i], reply.status);
        assert_non_null(strstr(reply.body, "The sandbox one cannot be read: its file is damaged"));
        reply_clear(&reply);
        assert_int_equal(ask(api, "/v1/workspaces/list"), 200);
        json_decref(control(api, "POST", "/sandboxes/one/fork", one("as", "two"), 503));
        api_free(api);
    }
    free(bytes);
    free(path);
    free(file);
    remove_folder(folder);
}

/* So large that it is looked through by the first call that needs it. */
static void keep_large(const char *file)
{
    enum { LONG = 5 << 20 };
    struct api *api = api_on(file);
    char *text = must_alloc(LONG + 1);
    memset(text, 'x', LONG);
    text[LONG] = '\0';
    api->sandbox = "one";
    char *connection = make_connection(api);
    json_t *state =
        json_pack("{ss ss s{ss}}", "stateType", "legacy", "connectionId", connection, "state", "at", text);
    call_done(api, "/v1/state/create_or_update",
              json_pack("{ss so}", "connectionId", connection, "connectionState", state));
    free(connection);
    free(text);
    api_free(api);
}

static void a_large_file_is_looked_through_by_its_first_call(void **state)
{
    (void)state;
    char *folder = new_folder(), *file = must_printf("%s/state.db", folder);
    keep_large(file);
    char *path = sandbox_files_path(file, "one");
    size_t size;
    char *bytes = file_read(path, &size);
    struct api *api = api_on(file);
    assert_int_equal(ask(api, "/sandboxes/one/v1/workspaces/list"), 200);
    api_free(api);
    char *place = memmem(bytes, size, "\"workspaceId\"", 13);
    assert_non_null(place);
    overwrite(path, bytes, size, (size_t)(place - bytes), '\'');
    api = api_on(file);
    for (int i = 0; i < 2; i++)
        assert_int_equal(ask(api, "/sandboxes/one/v1/workspaces/list"), 503);
    assert_int_equal(ask(api, "/v1/workspaces/list"), 200);
    json_decref(control(api, "POST", "/sandboxes/one/fork", one("as", "two"), 503));
    json_decref(control(api, "DELETE", "/sandboxes/one", NULL, 204));
    assert_int_equal(ask(api, "/sandboxes/one/v1/workspaces/list"), 200);
    api_free(api);
    free(bytes);
    free(path);
    free(file);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_byte_that_went_wrong_is_nobody_elses_end),
        cmocka_unit_test(a_byte_that_goes_wrong_while_it_is_used_is_nobody_elses_end),
        cmocka_unit_test(what_goes_wrong_while_it_is_used_is_a_503),
        cmocka_unit_test(a_large_file_is_looked_through_by_its_first_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
