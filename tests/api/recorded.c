/*
 * What real servers answered, as tests/recorded/ restates it, holds against ours: each recording (a cassette,
 * NAME.jsonl) is replayed in order against a world of its own (a fixture, NAME.json). What differs must stand
 * in the first line's `known`, {"METHOD path pointer": why}, and what stands there must differ.
 *
 * Besides the members of cassettes an exchange may have `after` (seconds that pass before it), `partial`
 * (only some members of the reply are told) and `type` (the reply's Content-Type).
 */
#include "support/api.h"

#include "base/die.h"
#include "base/file.h"
#include "base/uuid.h"
#include "remote/cassette.h"
#include "remote/difference.h"
#include "json/get.h"
#include "json/print.h"
#include "json/read.h"
#include "json/reading.h"

#include <glob.h>
#include <string.h>

#define SANDBOX "X-Fakebyte-Sandbox: recorded"
#define BASIC "Authorization: Basic YWlyYnl0ZTpwYXNzd29yZA==" /* airbyte:password */

struct recording {
    struct api *api;
    json_t *fixture;
    char *named;   /* the fixture as text: ids in it are the same on both sides */
    json_t *ids;   /* {id that the real server gave: ours} */
    json_t *found; /* {"METHOD path pointer": what} */
};

/* The reply (to be cleared) and its JSON: a new reference, or NULL. */
static json_t *ask(struct api *api, const char *method, const char *path, const json_t *body,
                   struct reply *reply)
{
    static const char *const headers[] = {SANDBOX, BASIC, "Content-Type: application/json", NULL};
    char *text = body ? json_print(body) : NULL;
    *reply = api_request(api, method, path, text, headers);
    free(text);
    return reply->body ? json_read_bytes(reply->body, reply->body_size) : NULL;
}

/* What a line says, with our ids in the place of those that the real server made up. New reference. */
static json_t *in_our_ids(const json_t *line, const json_t *ids)
{
    char *text = json_print(line);
    const char *real;
    json_t *own;
    json_object_foreach (json_reading(ids), real, own)
        for (char *at = text; (at = strstr(at, real)); at += UUID_TEXT - 1)
            memcpy(at, json_string_value(own), UUID_TEXT - 1);
    json_t *value = parsed(text);
    free(text);
    return value;
}

static void learn_id(struct recording *recording, const json_t *real, const json_t *own)
{
    const char *id = json_string_value(real), *ours = json_string_value(own);
    if (id && ours && uuid_valid(id) && uuid_valid(ours) && !strstr(recording->named, id))
        json_object_set_new(recording->ids, id, json_string(ours));
}

/* Which ids of ours stand where the real server told new ones; in lists nothing says which item is which. */
static void learn(struct recording *recording, const json_t *real, const json_t *own)
{
    const char *name;
    json_t *value;
    learn_id(recording, real, own);
    json_object_foreach (json_reading(real), name, value)
        learn(recording, value, json_object_get(own, name));
}

/* Steals `what`. */
static void note(struct recording *recording, const json_t *line, const char *pointer, char *what)
{
    char *key = must_printf("%s %s %s", get_text(line, "method"), get_text(line, "path"), pointer);
    json_object_set_new(recording->found, key, json_string(what));
    free(key);
    free(what);
}

static void compare_bodies(struct recording *recording, const json_t *line, const json_t *own)
{
    json_auto_t *found = json_array(), *told = in_our_ids(line, recording->ids);
    const json_t *real = json_object_get(told, "response");
    json_t *difference;
    size_t index;
    difference_find(real ? real : json_null(), own ? own : json_null(), found);
    json_array_foreach (found, index, difference)
        if (!get_true(line, "partial") || strncmp(get_text(difference, "what"), "only here", 9) != 0)
            note(recording, line, get_text(difference, "pointer"), must_strdup(get_text(difference, "what")));
}

static void compare_replies(struct recording *recording, const json_t *line, const struct reply *reply,
                            const json_t *own)
{
    unsigned status = (unsigned)get_integer(line, "status");
    const char *type = get_text_or(line, "type", reply->content_type);
    if (status != reply->status)
        note(recording, line, "", must_printf("status %u there, %u here", status, reply->status));
    if (type && strcmp(type, reply->content_type) != 0)
        note(recording, line, "Content-Type", must_printf("%s there, %s here", type, reply->content_type));
    learn(recording, json_object_get(line, "response"), own);
    compare_bodies(recording, line, own);
}

static void replay_line(struct recording *recording, const json_t *line)
{
    struct reply reply;
    json_auto_t *asked = in_our_ids(line, recording->ids);
    recording->api->sandbox = "recorded";
    api_advance(recording->api, (double)get_integer(line, "after"));
    json_auto_t *own = ask(recording->api, get_text(asked, "method"), get_text(asked, "path"),
                           json_object_get(asked, "body"), &reply);
    compare_replies(recording, line, &reply, own);
    reply_clear(&reply);
}

/* Every line behind the first; the first one. New reference. */
static json_t *replay(struct recording *recording, char *text)
{
    json_t *head = NULL;
    for (char *rest = text, *line; (line = strsep(&rest, "\n")) && *line;) {
        json_auto_t *value = parsed(line);
        if (head)
            replay_line(recording, value);
        else
            head = json_incref(value);
    }
    return head;
}

/* How many of these the others lack. */
static int count_lacking(const json_t *these, const json_t *others, const char *path, const char *complaint)
{
    const char *key;
    json_t *value;
    int lacking = 0;
    json_object_foreach (json_reading(these), key, value)
        if (!json_object_get(others, key)) {
            print_error("%s: %s: %s: %s\n", path, complaint, key, json_string_value(value));
            lacking++;
        }
    return lacking;
}

static void open_recording(struct recording *recording, const char *path)
{
    struct reply reply;
    char *fixture = must_printf("%.*s.json", (int)(strlen(path) - strlen(".jsonl")), path), *error = NULL;
    struct api_options options = api_test_options();
    options.access.auth = AUTH_BOTH;
    *recording = (struct recording){.api = api_with(&options), .ids = json_object(), .found = json_object()};
    recording->fixture = json_read_file(fixture, &error);
    if (!recording->fixture)
        fail_msg("%s", error);
    recording->named = json_print(recording->fixture);
    json_decref(ask(recording->api, "POST", "/__admin/fixtures", recording->fixture, &reply));
    if (reply.status != 200)
        fail_msg("%s: %s", fixture, reply.body);
    reply_clear(&reply);
    free(fixture);
}

static void close_recording(struct recording *recording)
{
    api_free(recording->api);
    json_decref(recording->fixture);
    json_decref(recording->ids);
    json_decref(recording->found);
    free(recording->named);
}

static void holds(void **state)
{
    struct recording recording;
    const char *path = *state;
    size_t size;
    open_recording(&recording, path);
    char *text = file_read(path, &size);
    json_auto_t *head = replay(&recording, text);
    const json_t *known = json_object_get(head, "known");
    assert_string_equal(get_text(head, "airbyte"), get_text(recording.fixture, "airbyte"));
    int wrong = count_lacking(recording.found, known, path, "differs") +
                count_lacking(known, recording.found, path, "differs no more");
    close_recording(&recording);
    free(text);
    assert_int_equal(wrong, 0);
}

/* In the form that fakebyte compare --record writes. */
static void is_a_cassette(void **state)
{
    char *error = NULL;
    struct cassette *cassette = cassette_read(*state, NULL, &error);
    if (!cassette)
        fail_msg("%s", error);
    assert_non_null(cassette_at(cassette, 0));
    cassette_free(cassette);
}

/* Two tests of each recording. */
static int run_all(const glob_t *found)
{
    struct CMUnitTest *tests = must_zalloc(2 * found->gl_pathc * sizeof *tests);
    for (size_t i = 0; i < found->gl_pathc; i++) {
        tests[2 * i] = (struct CMUnitTest){found->gl_pathv[i], holds, NULL, NULL, found->gl_pathv[i]};
        tests[2 * i + 1] =
            (struct CMUnitTest){found->gl_pathv[i], is_a_cassette, NULL, NULL, found->gl_pathv[i]};
    }
    int failed = _cmocka_run_group_tests("recorded", tests, 2 * found->gl_pathc, NULL, NULL);
    free(tests);
    return failed;
}

int main(void)
{
    glob_t found;
    if (glob("recorded/*.jsonl", 0, NULL, &found) != 0)
        return 1;
    int failed = run_all(&found);
    globfree(&found);
    return failed;
}
