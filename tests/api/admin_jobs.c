/* Where jobs come from: the call that asked, the plan that drives. */
#include "support/story.h"

#include "base/die.h"

#include <stdlib.h>

/* The id of the newest request to that path. */
static char *last_request(struct api *api, const char *path)
{
    char *query = must_printf("/requests?path=%s&limit=1", path);
    char *id = take_text(control(api, "GET", query, NULL, 200), "requests[0].id");
    free(query);
    return id;
}

static void a_job_names_the_call_that_asked_for_it(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story, SYNC);
    char *sync = last_request(api, "/v1/connections/sync");
    PLAY(&story, {.call = "connections/reset", .body = "{'connectionId': '$connection'}"});
    char *reset = last_request(api, "/v1/connections/reset");
    json_auto_t *first = control(api, "GET", "/jobs/1", NULL, 200);
    json_auto_t *all = control(api, "GET", "/jobs", NULL, 200);
    assert_string_equal(text_at(first, "request"), sync);
    assert_string_equal(text_at(first, "status"), "cancelled");
    assert_string_equal(text_at(first, "connectionId"), story.connection);
    assert_false(has(first, "plan"));
    assert_int_equal(json_array_size(at(all, "jobs")), 2);
    assert_string_equal(text_at(all, "jobs[0].request"), reset);
    assert_string_equal(text_at(all, "jobs[0].configType"), "reset_connection");
    free(reset);
    free(sync);
    story_end(&story);
}

/* A schedule's first run is due on the way, even where a call is what settles it. */
static void what_begins_by_itself_names_none(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story,
         {.call = "connections/update",
          .body = "{'connectionId': '$connection', 'scheduleType': 'basic', 'scheduleData': "
                  "{'basicSchedule': {'units': 1, 'timeUnit': 'hours'}}}"},
         {.advance = 7200, .call = "jobs/get", .body = "{'id': 1}"});
    json_auto_t *job = control(api, "GET", "/jobs/1", NULL, 200);
    assert_false(has(job, "request"));
    story_end(&story);
}

static void a_plan_tells_what_it_drove(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story, {.call = "/plans", .body = "{'id': 'two', 'runs': [{}, {'gate': 'g'}]}", .status = 201},
         {.call = "/plans", .body = "{'id': 'checks', 'check': {'status': 'failed'}}", .status = 201}, SYNC);
    json_auto_t *once = control(api, "GET", "/plans/two", NULL, 200);
    json_auto_t *expected = json_pack("{si s[i] sb}", "matched", 1, "jobs", 1, "exhausted", 0);
    assert_true(json_holds(once, expected));
    json_auto_t *unused = control(api, "GET", "/plans/checks", NULL, 200);
    assert_false(json_is_true(at(unused, "exhausted")));
    api_advance(api, 10);
    PLAY(&story, SYNC, {.call = "sources/check_connection", .body = "{'sourceId': '$source'}"});
    json_auto_t *twice = control(api, "GET", "/plans/two", NULL, 200);
    json_auto_t *second = control(api, "GET", "/jobs/2", NULL, 200);
    json_auto_t *used = control(api, "GET", "/plans/checks", NULL, 200);
    assert_int_equal(integer_at(twice, "matched"), 2);
    assert_int_equal(integer_at(twice, "jobs[1]"), 2);
    assert_true(json_is_true(at(twice, "exhausted")));
    assert_string_equal(text_at(second, "plan"), "two");
    assert_string_equal(text_at(second, "gate"), "g");
    assert_int_equal(integer_at(used, "matched"), 1);
    assert_true(json_is_true(at(used, "exhausted")));
    story_end(&story);
}

static void a_job_that_is_not_there_is_not_found(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story, SYNC);
    json_decref(control(api, "GET", "/jobs/7", NULL, 404));
    json_decref(control(api, "GET", "/jobs/0", NULL, 404));
    json_decref(control(api, "GET", "/jobs/first", NULL, 404));
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_job_names_the_call_that_asked_for_it),
        API_TEST(what_begins_by_itself_names_none),
        API_TEST(a_plan_tells_what_it_drove),
        API_TEST(a_job_that_is_not_there_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
