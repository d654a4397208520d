/* From a path to its row. */
#include "support/testing.h"

#include "gateway/route_table.h"

#include <stdlib.h>

static const struct route rows[] = {
    {.method = "GET", .path = "/"},
    {.method = "GET", .path = "/v1/jobs"},
    {.method = "POST", .path = "/v1/jobs"},
    {.method = "GET", .path = "/v1/jobs/{id}"},
    {.method = "DELETE", .path = "/v1/jobs/{id}"},
    {.method = "POST", .path = "/v1/jobs/initiate"},
    {.method = "GET", .path = "/v1/jobs/{id}/logs/{name}"},
    {.method = "GET", .path = "/v1/job"},
};

enum { NOWHERE = -1 };

static const struct {
    const char *method, *path;
    int row;
    const char *allow; /* where no row answers, but others live there */
} cases[] = {
    {"GET", "/", 0, NULL},
    {"HEAD", "/v1/jobs", 1, NULL},
    {"POST", "/v1/jobs", 2, NULL},
    {"DELETE", "/v1/jobs", NOWHERE, "GET, HEAD, POST"},
    {"GET", "/v1/jobs/12", 3, NULL},
    {"DELETE", "/v1/jobs/initiate", 4, NULL},
    {"POST", "/v1/jobs/initiate", 5, NULL},
    {"PUT", "/v1/jobs/initiate", NOWHERE, "POST, GET, HEAD, DELETE"},
    {"GET", "/v1/jobs/initiate/logs/x", 6, NULL},
    {"GET", "/v1/job", 7, NULL},
    {"GET", "/v1/jobs/", NOWHERE, NULL},
    {"GET", "/v1/jobs//logs/x", NOWHERE, NULL},
    {"GET", "/v1/jobs/12/logs", NOWHERE, NULL},
    {"GET", "/v1", NOWHERE, NULL},
    {"GET", "//", NOWHERE, NULL},
    {"GET", "", NOWHERE, NULL},
    {"OPTIONS", "*", NOWHERE, NULL},
};

static void a_path_leads_to_its_row(void **state)
{
    (void)state;
    struct route_table *table = route_table_new(rows, sizeof rows / sizeof *rows);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *allow = NULL;
        const struct route *found = route_find(table, cases[i].method, cases[i].path, &allow);
        if (found != (cases[i].row == NOWHERE ? NULL : &rows[cases[i].row]))
            fail_msg("%s %s leads to %s", cases[i].method, cases[i].path, found ? found->path : "nothing");
        if (cases[i].allow)
            assert_string_equal(allow, cases[i].allow);
        else
            assert_null(allow);
        free(allow);
    }
    route_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_path_leads_to_its_row)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
