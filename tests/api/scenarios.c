/* Ten scenarios that people who write for Airflow, Dagster and Terraform test, a few lines each. */
#include "support/story.h"

#include <stdlib.h>

#define CLEAN                                                                                                \
    {                                                                                                        \
        .call = "/verify-clean"                                                                              \
    }
#define UNCLEAN(code)                                                                                        \
    {                                                                                                        \
        .call = "/verify-clean", .expect = "{'problems': [{'code': '" code "'}]}", .status = 422             \
    }
#define VERIFY(demand)                                                                                       \
    {                                                                                                        \
        .call = "/requests/verify", .body = demand                                                           \
    }

/* A scenario's own world: a connection between a source and a destination. */
#define SCENARIO(name, ...)                                                                                  \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        struct story story = story_begin(*state);                                                            \
        PLAY(&story, __VA_ARGS__);                                                                           \
        story_end(&story);                                                                                   \
    }

SCENARIO(airflow_waits_for_a_sync_that_succeeds, SYNC, JOB(0, 1, "{'job': {'status': 'running'}}"),
         JOB(10, 1, "{'job': {'status': 'succeeded'}}"),
         VERIFY("{'sequence': [{'path': '/v1/connections/sync'}, {'path': '/v1/jobs/get'}]}"), CLEAN)

SCENARIO(
    airflow_sees_a_sync_run_out_of_memory_twice,
    PLAN(
        "{'runs': [{'attempts': [{'seconds': 1, 'failure': 'oom'}, {'seconds': 1, 'failure': 'oom'}, {'seconds': "
        "1}]}]}"),
    SYNC, JOB(5, 1, "{'job': {'status': 'succeeded'}}"), CLEAN)

SCENARIO(airflow_cancels_what_takes_too_long_once, PLAN("{'runs': [{'attempts': [{'outcome': 'hang'}]}]}"),
         SYNC, JOB(3600, 1, "{'job': {'status': 'running'}}"), {.call = "jobs/cancel", .body = "{'id': 1}"},
         VERIFY("{'match': {'path': '/v1/jobs/cancel'}, 'count': 1, 'after': {'path': '/v1/jobs/get'}}"),
         CLEAN)

SCENARIO(airflow_times_out_and_forgets_to_cancel, PLAN("{'runs': [{'attempts': [{'outcome': 'hang'}]}]}"),
         SYNC, JOB(3600, 1, NULL), UNCLEAN("never-cancelled"))

SCENARIO(airflow_retries_after_a_lost_answer,
         {.call = "/faults",
          .body = "{'match': {'path': '/v1/connections/sync'}, 'times': 1, 'phase': 'after', 'status': 502}",
          .status = 201},
         {.call = "connections/sync", .body = "{'connectionId': '$connection'}", .status = 502},
         {.call = "connections/sync", .body = "{'connectionId': '$connection'}", .status = 409},
         JOB(10, 1, "{'job': {'status': 'succeeded'}}"), UNCLEAN("sync-retried-after-lost-answer"))

SCENARIO(dagster_finds_a_sync_that_runs_already, SYNC,
         {.call = "connections/sync", .body = "{'connectionId': '$connection'}", .status = 409},
         {.call = "jobs/list", .body = "{'configTypes': ['sync'], 'configId': '$connection'}"},
         JOB(10, 1, "{'job': {'status': 'succeeded'}}"), CLEAN)

SCENARIO(dagster_polls_through_a_bad_gateway,
         {.call = "/faults",
          .body = "{'match': {'path': '/v1/jobs/get'}, 'times': 1, 'status': 502}",
          .status = 201},
         SYNC, {.call = "jobs/get", .body = "{'id': 1}", .status = 502},
         JOB(10, 1, "{'job': {'status': 'succeeded'}}"),
         VERIFY("{'match': {'path': '/v1/jobs/get', 'status': 502}, 'count': 1}"), CLEAN)

SCENARIO(dagster_meets_a_schema_that_changed,
         PLAN("{'discover': {'addField': {'stream': 'users', 'field': 'shoe_size', 'type': 'number'}}}"),
         {.call = "sources/discover_schema",
          .body = "{'sourceId': '$source'}",
          .expect = "{'jobInfo': {'succeeded': true}}"},
         VERIFY("{'match': {'path': '/v1/sources/discover_schema'}, 'count': 2}"), CLEAN)

SCENARIO(terraform_plans_nothing_after_an_apply,
         {.call = "sources/update",
          .body = "{'sourceId': '$source', 'name': 'applied', 'connectionConfiguration': {'count': 1}}"},
         {.call = "sources/get", .body = "{'sourceId': '$source'}", .expect = "{'name': 'applied'}"}, CLEAN)

SCENARIO(terraform_reads_what_it_destroyed,
         {.call = "connections/delete", .body = "{'connectionId': '$connection'}", .status = 204},
         {.call = "connections/sync", .body = "{'connectionId': '$connection'}", .status = 409},
         UNCLEAN("unknown-id"))

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(airflow_waits_for_a_sync_that_succeeds),
        API_TEST(airflow_sees_a_sync_run_out_of_memory_twice),
        API_TEST(airflow_cancels_what_takes_too_long_once),
        API_TEST(airflow_times_out_and_forgets_to_cancel),
        API_TEST(airflow_retries_after_a_lost_answer),
        API_TEST(dagster_finds_a_sync_that_runs_already),
        API_TEST(dagster_polls_through_a_bad_gateway),
        API_TEST(dagster_meets_a_schema_that_changed),
        API_TEST(terraform_plans_nothing_after_an_apply),
        API_TEST(terraform_reads_what_it_destroyed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
