#include "support/testing.h"

#include "base/die.h"
#include "base/file.h"
#include "remote/address.h"
#include "remote/cassette.h"
#include "remote/difference.h"
#include "json/get.h"

#include <string.h>
#include <unistd.h>

static char *new_file(const char *text)
{
    char *path = must_printf("/tmp/fakebyte-cassette-%d", getpid()), *error = NULL;
    if (text)
        assert_true(file_replace(path, text, 0600, &error));
    return path;
}

static void remove_file(char *path)
{
    assert_int_equal(unlink(path), 0);
    free(path);
}

#define HEAD "{\"cassette\": 1, \"of\": \"http://there\"}\n"
#define HEALTH "{\"method\": \"GET\", \"path\": \"/api/v1/health\", \"status\": 200, \"response\": {}}\n"

static void what_is_no_cassette_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *text, *of, *complaint;
    } cases[] = {
        {"", NULL, "is no cassette: its first line"},
        {"{}\n", NULL, "is no cassette: its first line"},
        {"{\"cassette\": 2, \"of\": \"x\"}\n", NULL, "is no cassette: its first line"},
        {HEAD, "http://elsewhere", "is of http://there: name another file, or remove it"},
        {HEAD "nonsense\n", NULL, ": no exchange: nonsense"},
        {HEAD "{\"method\": \"GET\"}\n", NULL, ": no exchange: {\"method\""},
        {HEAD "{\"method\": \"GET\", \"path\": \"/other/v1/x\", \"status\": 200}\n", NULL, ": no exchange: "},
        {HEAD "{\"method\": \"BREW\", \"path\": \"/api/v1/x\", \"status\": 200}\n", NULL, ": no exchange: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *path = new_file(cases[i].text), *error = NULL;
        assert_null(cassette_read(path, cases[i].of, &error));
        assert_non_null(strstr(error, cases[i].complaint));
        free(error);
        remove_file(path);
    }
    char *error = NULL;
    assert_null(cassette_read("/nowhere/at-all", NULL, &error));
    assert_string_equal(error, "/nowhere/at-all: No such file or directory");
    free(error);
}

static json_t *exchange(const char *path, const char *body)
{
    json_t *value = json_pack("{ss ss si}", "method", "POST", "path", path, "status", 200);
    json_object_set_new(value, "body", quoted(body));
    return value;
}

/* A line that was cut off is none, and the next is written in its place. */
static void a_journal_goes_on_behind_its_last_whole_line(void **state)
{
    (void)state;
    char *path = new_file(HEAD HEALTH "{\"method\": \"POST\", \"pa"), *error = NULL;
    struct journal *journal = journal_open(path, "http://there", &error);
    assert_non_null(journal);
    json_auto_t *added = exchange("/api/v1/workspaces/list", "{'b': 1, 'a': 2}");
    assert_true(journal_add(journal, added, &error));
    journal_close(journal);
    struct cassette *cassette = cassette_read(path, "http://there", &error);
    assert_non_null(cassette);
    json_auto_t *body = quoted("{'a': 2, 'b': 1}");
    assert_non_null(cassette_find(cassette, "POST", "/api/v1/workspaces/list", body));
    assert_non_null(cassette_find(cassette, "GET", "/api/v1/health", NULL));
    assert_null(cassette_find(cassette, "POST", "/api/v1/health", NULL));
    assert_string_equal(get_text(cassette_at(cassette, 1), "path"), "/api/v1/workspaces/list");
    assert_null(cassette_at(cassette, 2));
    cassette_free(cassette);
    remove_file(path);
}

static void a_new_journal_is_empty(void **state)
{
    (void)state;
    char *path = new_file(NULL), *error = NULL;
    struct journal *journal = journal_open(path, "http://there", &error);
    assert_true(journal_is_empty(journal));
    json_auto_t *added = exchange("/api/v1/workspaces/list", "{}");
    assert_true(journal_add(journal, added, &error));
    assert_false(journal_is_empty(journal));
    journal_close(journal);
    remove_file(path);
    assert_null(journal_open("/nowhere/at-all", "http://there", &error));
    assert_string_equal(error, "/nowhere/at-all: No such file or directory");
    free(error);
    error = NULL;
    journal = journal_open("/dev/full", "http://there", &error);
    assert_null(journal);
    assert_non_null(error);
    free(error);
}

static void a_scrubbed_cassette_tells_nobody(void **state)
{
    (void)state;
    struct cassette *cassette = cassette_new("http://user@secret.example");
    json_t *told = exchange("/api/v1/sources/list", "{}");
    json_object_set_new(
        told, "response",
        quoted(
            "{'email': 'jo@acme.example', 'notifications': [{'slackConfiguration': {'webhook': 'https://h/T/B/x'}}], "
            "'connectionConfiguration': {'host': 'db.acme.example', 'port': 5432, 'api_key': 'k1', 'password': "
            "'**********', 'user': 'jo'}, 'name': 'Shop', 'jsonSchema': {'user': 'stays', 'host': 'stays'}}"));
    cassette_add(cassette, told);
    char *text = cassette_scrubbed(cassette);
    static const char *const gone[] = {"acme", "T/B/x", "\"k1\"", "\"jo", "secret.example"};
    static const char *const there[] = {"\"scrubbed\":true", "Shop",  "5432",
                                        "**********",        "stays", "someone@example.com"};
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        assert_null(strstr(text, gone[i]));
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        assert_non_null(strstr(text, there[i]));
    free(text);
    cassette_free(cassette);
}

static void addresses_are_read_as_they_are_written(void **state)
{
    (void)state;
    static const struct {
        const char *url, *shown, *config, *public, *username, *password;
        enum remote_choice choice;
    } cases[] = {
        {"http://localhost:8000", "http://localhost:8000", "http://localhost:8000/api/v1",
         "http://localhost:8000/api/public/v1", NULL, NULL, CHOICE_ANY},
        {"http://a:b%3Ac@h/x/", "http://h/x", "http://h/x/api/v1", "http://h/x/api/public/v1", "a", "b:c",
         CHOICE_ANY},
        {"http://h/api/v1/", "http://h/api/v1", "http://h/api/v1", "http://h/api/public/v1", NULL, NULL,
         CHOICE_CONFIG},
        {"http://h/api/public/v1", "http://h/api/public/v1", "http://h/api/v1", "http://h/api/public/v1",
         NULL, NULL, CHOICE_PUBLIC},
        {"http://h/api", "http://h/api", "http://h/api/v1", "http://h/api/public/v1", NULL, NULL, CHOICE_ANY},
        {"https://api.example/v1", "https://api.example/v1", "https://api.example/v1",
         "https://api.example/v1", NULL, NULL, CHOICE_ANY},
        {"http://me@h", "http://h", "http://h/api/v1", "http://h/api/public/v1", "me", NULL, CHOICE_ANY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct address address = address_read(cases[i].url);
        assert_string_equal(address.shown, cases[i].shown);
        assert_string_equal(address.roots[REMOTE_CONFIG], cases[i].config);
        assert_string_equal(address.roots[REMOTE_PUBLIC], cases[i].public);
        assert_string_equal(address.username ? address.username : "",
                            cases[i].username ? cases[i].username : "");
        assert_string_equal(address.password ? address.password : "",
                            cases[i].password ? cases[i].password : "");
        assert_int_equal(address.choice, cases[i].choice);
        address_free(&address);
    }
}

static void differences_are_found_where_they_are(void **state)
{
    (void)state;
    static const struct {
        const char *real, *fake, *found;
    } cases[] = {
        {"{'a': 1}", "{'a': 1}", ""},
        {"{'a': 1}", "{'a': 2}", "/a: 1 there, 2 here;"},
        {"{'a': 1}", "{}", "/a: only there;"},
        {"{}", "{'a': 1}", "/a: only here;"},
        {"{'createdAt': 1, 'id': 7}", "{'createdAt': 2, 'id': 8}", ""},
        {"{'createdAt': 1}", "{}", "/createdAt: only there;"},
        {"{'s': [{'sourceId': 'x', 'n': 1}, {'sourceId': 'y'}]}",
         "{'s': [{'sourceId': 'y'}, {'sourceId': 'x', 'n': 2}]}", "/s/*/n: 1 there, 2 here;"},
        {"{'s': [{'sourceId': 'x'}]}", "{'s': [{'sourceId': 'z'}]}",
         "/s: only there: 1 items, such as x;/s: only here: 1 items, such as z;"},
        {"{'l': [1, 2]}", "{'l': [1, 3]}", "/l/*: 2 there, 3 here;"},
        {"{'l': [1]}", "{'l': []}", "/l: 1 items there, 0 here;"},
        {"{'v': {'a': 1}}", "{'v': [1]}", "/v: {\"a\":1} there, [1] here;"},
        {"[]", "{}", "/: [] there, {} here;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_auto_t *real = quoted(cases[i].real), *fake = quoted(cases[i].fake), *found = json_array();
        char line[200] = "";
        difference_find(real, fake, found);
        for (size_t j = 0; j < json_array_size(found); j++) {
            const json_t *difference = json_array_get(found, j);
            snprintf(line + strlen(line), sizeof line - strlen(line), "%s: %s;",
                     get_text(difference, "pointer"), get_text(difference, "what"));
        }
        assert_string_equal(line, cases[i].found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_cassette_is_told),
        cmocka_unit_test(a_journal_goes_on_behind_its_last_whole_line),
        cmocka_unit_test(a_new_journal_is_empty),
        cmocka_unit_test(a_scrubbed_cassette_tells_nobody),
        cmocka_unit_test(addresses_are_read_as_they_are_written),
        cmocka_unit_test(differences_are_found_where_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
