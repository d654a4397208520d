/*
 * A hundred thousand random steps: whatever is asked and planned, and whenever, some things always hold. And
 * how little of a past job stays.
 */
#include "support/story.h"

#include "domain/connection/connection.h"
#include "domain/job/job.h"
#include "domain/plan/plan.h"
#include "domain/run/simulation.h"
#include "view/statistics.h"
#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS = 100000, CONNECTIONS = 6, JOBS = STEPS, A_DAY = 86400 };

/* What a life is made of, and what was seen of it. */
struct life {
    struct api *api;
    struct world *world;
    struct rng rng; /* chooses the steps */
    char *connections[CONNECTIONS];
    uint64_t *ended; /* by job: a hash of what it was when it was first seen to be over */
    int64_t now;
};

/* Two streams with hardly any schema, one of them incremental: quick to read. */
static char *small_connection(struct api *api)
{
    struct story story = {.api = api, .connection = make_connection(api)};
    json_t *change = story_json(
        &story,
        "{'connectionId': '$connection', 'syncCatalog': {'streams': ["
        "{'stream': {'name': 'users', 'jsonSchema': {}}, 'config': {'syncMode': 'incremental', "
        "'cursorField': ['id'], 'destinationSyncMode': 'append'}}, {'stream': {'name': 'products', "
        "'jsonSchema': {}}, 'config': {'syncMode': 'full_refresh', 'destinationSyncMode': 'append'}}]}}");
    call_done(api, "/v1/connections/update", change);
    return story.connection;
}

static int64_t below(struct life *life, int64_t count)
{
    return rng_between(&life->rng, 0, count - 1);
}

static const char *some_connection(struct life *life)
{
    return life->connections[below(life, CONNECTIONS)];
}

static void forget_problem(struct life *life)
{
    problem_clear(&life->world->problem);
}

static void advance(struct life *life)
{
    static const int64_t spans[] = {0, 1, 1, 200, 700, 700, 3000, 3000, 12000, 60000};
    simulation_settle(life->world, life->world->now + spans[below(life, 10)]);
}

static void sync_one(struct life *life)
{
    struct job job;
    if (simulation_sync(life->world, some_connection(life), &job))
        job_free(&job);
    forget_problem(life);
}

static void reset_one(struct life *life)
{
    struct job job;
    if (simulation_reset(life->world, some_connection(life), NULL, false, &job))
        job_free(&job);
    forget_problem(life);
}

static void reset_streams(struct life *life)
{
    json_auto_t *streams = json_pack("[{ss}]", "name", "users");
    simulation_reset_streams(life->world, some_connection(life), streams);
}

static void cancel_one(struct life *life)
{
    struct job job;
    if (!job_load_open(life->world, some_connection(life), &job))
        return;
    simulation_cancel(life->world, &job);
    job_free(&job);
}

static void change_one(struct life *life)
{
    static const char *const changes[] = {
        "{'status': 'inactive'}",
        "{'status': 'active'}",
        "{'status': 'active', 'scheduleType': 'manual'}",
        "{'status': 'active', 'scheduleType': 'basic', 'scheduleData': {'basicSchedule': {'units': 1, "
        "'timeUnit': 'hours'}}}",
        "{'status': 'active', 'scheduleType': 'cron', 'scheduleData': {'cron': {'cronExpression': '0 0/20 * "
        "* * "
        "?', 'cronTimeZone': 'UTC'}}}",
    };
    struct story none = {.api = life->api};
    json_auto_t *change = story_json(&none, changes[below(life, 5)]);
    json_object_set_new(change, "connectionId", json_string(some_connection(life)));
    free(connection_update(life->world, change));
    assert_int_equal(life->world->problem.kind, PROBLEM_NONE);
}

static void plan_something(struct life *life)
{
    static const char *const plans[] = {
        "{'runs': [{}, {'pendingSeconds': 2, 'attempts': [{'outcome': 'failed', 'seconds': 1}, {'seconds': "
        "2, "
        "'pendingSeconds': 1}]}]}",
        "{'match': {'configType': 'reset_connection'}, 'runs': [{'attempts': [{'outcome': 'failed', "
        "'seconds': "
        "0}]}, {'gate': 'a'}]}",
        "{'runs': [{'attempts': [{'seconds': 1, 'gate': 'b', 'streams': [{'name': 'users', 'records': 10, "
        "'committed': 3}, {'name': 'else', 'records': 7}]}]}, {'attempts': [{'outcome': 'hang'}]}]}",
        "{'match': {'sourceName': '*'}, 'check': [{'status': 'succeeded'}, {'status': 'failed'}]}",
        "{'runs': [{'attempts': [{'failure': {'type': 'config_error'}}]}, {'gate': 'a', 'attempts': "
        "[{'outcome': "
        "'failed', 'seconds': 5}]}]}",
    };
    struct story none = {.api = life->api};
    json_auto_t *plan = story_json(&none, plans[below(life, 5)]);
    plan_remove_all(life->world);
    free(plan_add(life->world, plan));
}

static void forget_plans(struct life *life)
{
    plan_remove_all(life->world);
}

STATEMENT(SHUT_GATES, "DELETE FROM gate");

static void open_gate(struct life *life)
{
    simulation_open_gate(life->world, below(life, 2) ? "a" : "b");
    simulation_settle(life->world, life->world->now);
    store_run(life->world->store, &SHUT_GATES, SQL_NOTHING);
}

static void restart(struct life *life)
{
    simulation_start(life->world);
}

/* How often each happens, in a thousand. */
static const struct {
    int weight;
    void (*act)(struct life *life);
} actions[] = {
    {755, advance},   {40, sync_one},       {15, reset_one},    {5, reset_streams}, {120, cancel_one},
    {10, change_one}, {10, plan_something}, {13, forget_plans}, {30, open_gate},    {2, restart},
};

static void act(struct life *life)
{
    int64_t choice = below(life, 1000);
    size_t i = 0;
    for (; choice >= actions[i].weight; i++)
        choice -= actions[i].weight;
    actions[i].act(life);
}

STATEMENT(MOST_OPEN_JOBS, "SELECT max(open) FROM (SELECT count(*) AS open FROM job "
                          "WHERE status IN ('pending', 'running', 'incomplete') GROUP BY connection_id)");
STATEMENT(EARLIEST_EVENT, "SELECT min(due) FROM event");

/* What must be so of the newest jobs: times that do not run backwards, attempts one after the other, only the
 * last of them running, and a job and its last attempt of one mind. */
STATEMENT(
    WRONG_JOBS,
    "WITH recent AS (SELECT * FROM job WHERE id > (SELECT max(id) - 8 FROM job)), "
    "tries AS (SELECT attempt.*, lag(attempt.ended_at) OVER (PARTITION BY job_id ORDER BY number) AS before, "
    "row_number() OVER (PARTITION BY job_id ORDER BY number) - 1 AS turn, "
    "count(*) OVER (PARTITION BY job_id) AS count FROM attempt JOIN recent ON job_id = recent.id) "
    "SELECT (SELECT count(*) FROM recent WHERE updated_at < created_at OR updated_at > ?1) + "
    "(SELECT count(*) FROM tries JOIN recent ON recent.id = job_id WHERE number <> turn "
    "OR tries.created_at < coalesce(before, recent.created_at) OR ended_at < tries.created_at "
    "OR (number < count - 1 AND tries.status <> 'failed') "
    "OR (number = count - 1 AND NOT tries.status = CASE recent.status WHEN 'running' THEN 'running' "
    "WHEN 'succeeded' THEN 'succeeded' ELSE 'failed' END) "
    "OR (tries.status = 'running') <> (ended_at IS NULL)) + "
    "(SELECT count(*) FROM recent WHERE status IN ('running', 'succeeded', 'incomplete') "
    "AND NOT EXISTS (SELECT 1 FROM attempt WHERE job_id = recent.id)) + "
    "(SELECT count(*) FROM recent JOIN attempt ON job_id = recent.id WHERE recent.status = 'pending')");

/* A running or waiting job has its event or waits at a gate, unless it hangs. */
STATEMENT(
    FORGOTTEN_JOBS,
    "SELECT count(*) FROM job WHERE status IN ('pending', 'running', 'incomplete') AND gate IS NULL AND "
    "NOT EXISTS (SELECT 1 FROM event WHERE job_id = job.id) AND NOT EXISTS (SELECT 1 FROM attempt WHERE "
    "job_id = job.id AND status = 'running' AND script ->> 'outcome' = 'hang')");

static int64_t ask(struct life *life, const struct statement *statement, const struct argument *arguments)
{
    return store_integer(life->world->store, statement, arguments, 0);
}

static void check_order(struct life *life)
{
    int64_t now = life->world->now;
    assert_true(now >= life->now);
    life->now = now;
    int64_t due = store_integer(life->world->store, &EARLIEST_EVENT, SQL_NOTHING, INT64_MAX);
    assert_true(due >= now && life->world->next_due <= due);
    assert_true(ask(life, &MOST_OPEN_JOBS, SQL_NOTHING) <= 1);
    assert_int_equal(ask(life, &WRONG_JOBS, SQL_WITH(SQL_INTEGER(now))), 0);
    assert_int_equal(ask(life, &FORGOTTEN_JOBS, SQL_NOTHING), 0);
}

STATEMENT(JOB_AS_TEXT,
          "SELECT concat_text FROM (SELECT job.status || job.updated_at || job.config_type || "
          "coalesce((SELECT group_concat(number || status || ended_at || coalesce(output, '') || "
          "coalesce(failure, '')) FROM attempt WHERE job_id = job.id), '') AS concat_text FROM job "
          "WHERE id = ? AND status IN ('failed', 'succeeded', 'cancelled'))");
STATEMENT(NEWEST_JOB, "SELECT max(id) FROM job");

/* 0 for a job that is not over. */
static uint64_t look_at(struct life *life, int64_t id)
{
    char *text = store_text(life->world->store, &JOB_AS_TEXT, SQL_WITH(SQL_INTEGER(id)));
    uint64_t hash = text ? hash_text(text, 0) | 1 : 0;
    free(text);
    return hash;
}

static void check_ended(struct life *life, int64_t id)
{
    uint64_t hash = look_at(life, id);
    if (life->ended[id])
        assert_true(hash == life->ended[id]);
    life->ended[id] = hash;
}

static int64_t sum_of(const json_t *streams, const char *name)
{
    int64_t sum = 0;
    size_t index;
    json_t *stream;
    json_array_foreach (streams, index, stream)
        sum += json_integer_value(json_object_get(json_object_get(stream, "stats"), name));
    return sum;
}

static void check_statistics(struct life *life, int64_t id)
{
    static const char *const counts[] = {"recordsEmitted", "bytesEmitted", "recordsCommitted"};
    struct attempt attempt;
    struct writer writer = {0};
    if (!attempt_load_last(life->world, id, &attempt))
        return;
    struct attempt_work work = attempt_work_read(&attempt);
    write_object(&writer, NULL);
    write_statistics(&writer, life->world, &attempt, &work, STATISTICS_LEFT_OUT);
    write_object_end(&writer);
    attempt_work_free(&work);
    char *text = writer_take(&writer);
    json_auto_t *shown = json_loads(text, 0, NULL);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (has(shown, "totalStats") && has(at(shown, "totalStats"), counts[i]))
            assert_int_equal(integer_at(at(shown, "totalStats"), counts[i]),
                             sum_of(json_object_get(shown, "streamStats"), counts[i]));
    free(text);
    attempt_free(&attempt);
}

static void check(struct life *life, int step)
{
    int64_t newest = ask(life, &NEWEST_JOB, SQL_NOTHING);
    assert_true(newest < JOBS);
    if (step % 16 == 0)
        check_order(life);
    if (newest == 0 || step % 4 != 1)
        return;
    check_ended(life, newest);
    check_ended(life, 1 + below(life, newest));
    if (step % 16 == 1)
        check_statistics(life, 1 + below(life, newest));
}

static void whatever_happens_some_things_hold(void **state)
{
    struct api *api = *state;
    struct life life = {.api = api, .rng = rng_seeded(7, "steps")};
    life.world = &sandboxes_find(api->app->sandboxes, "default")->world;
    life.ended = test_calloc(JOBS, sizeof *life.ended);
    for (int i = 0; i < CONNECTIONS; i++)
        life.connections[i] = small_connection(api);
    store_begin(life.world->store);
    for (int step = 0; step < STEPS; step++) {
        act(&life);
        check(&life, step);
    }
    store_commit(life.world->store);
    int64_t newest = ask(&life, &NEWEST_JOB, SQL_NOTHING);
    print_message("%d steps, %d jobs, %d days\n", STEPS, (int)newest,
                  (int)((life.now / SECOND - TEST_TIME) / A_DAY));
    for (int64_t id = 1; id <= newest; id++)
        check_ended(&life, id);
    for (int i = 0; i < CONNECTIONS; i++)
        free(life.connections[i]);
    test_free(life.ended);
}

static size_t size_of_store(struct api *api)
{
    size_t size;
    free(store_save(sandboxes_find(api->app->sandboxes, "default")->world.store, &size));
    return size;
}

/* Two streams, and nothing but successes. */
static void a_past_job_takes_at_most_600_bytes(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story,
         {0, "connections/update",
          "{'connectionId': '$connection', 'scheduleType': 'basic', 'scheduleData': {'basicSchedule': "
          "{'units': 10, 'timeUnit': 'minutes'}}}",
          NULL, 0});
    api_advance(api, 60);
    call_done(api, "/v1/jobs/get_light", json_pack("{si}", "id", 1));
    size_t before = size_of_store(api);
    PLAY(&story, {600 * 1000, "jobs/get_light", "{'id': 1001}", "{'job': {'status': 'succeeded'}}", 0});
    double bytes = (double)(size_of_store(api) - before) / 1000;
    print_message("%.0f bytes a past job\n", bytes);
    assert_true(bytes <= 600);
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(whatever_happens_some_things_hold),
        API_TEST(a_past_job_takes_at_most_600_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
