#include "gateway/metrics.h"

#include "base/die.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Upper ends of the histogram's buckets. */
static const struct {
    int64_t micros;
    const char *seconds;
} bounds[] = {{100, "0.0001"},  {250, "0.00025"}, {500, "0.0005"}, {1000, "0.001"},
              {2500, "0.0025"}, {5000, "0.005"},  {10000, "0.01"}, {50000, "0.05"},
              {250000, "0.25"}, {1000000, "1"},   {5000000, "5"}};

enum { BOUNDS = sizeof bounds / sizeof *bounds };

struct status_count {
    unsigned status;
    uint64_t count;
};

struct operation_metrics {
    struct status_count *statuses; /* in the order in which they were first met */
    size_t status_count;
    uint64_t count, sum;          /* requests, microseconds */
    uint64_t buckets[BOUNDS + 1]; /* of those that took longer than the bound before; the last are the rest */
};

/* Names that coverage counts, those never met included. */
struct names {
    const char *title;
    const char *const *items;
};

static const char *const job_states[] = {"pending",   "running",   "incomplete", "failed",
                                         "succeeded", "cancelled", NULL};
static const char *const attempt_states[] = {"running", "failed", "succeeded", NULL};
static const char *const failure_origins[] = {"source",           "destination",   "replication",
                                              "persistence",      "normalization", "dbt",
                                              "airbyte_platform", "unknown",       NULL};
static const char *const failure_types[] = {"config_error", "system_error", "manual_cancellation",
                                            "refresh_schema", NULL};

enum { JOB_STATES, ATTEMPT_STATES, FAILURE_ORIGINS, FAILURE_TYPES, LISTS, LONGEST_LIST = 8 };

static const struct names lists[LISTS] = {
    [JOB_STATES] = {"jobStates", job_states},
    [ATTEMPT_STATES] = {"attemptStates", attempt_states},
    [FAILURE_ORIGINS] = {"failureOrigins", failure_origins},
    [FAILURE_TYPES] = {"failureTypes", failure_types},
};

struct metrics {
    const struct route_table *routes;
    struct operation_metrics *operations; /* one a row, and one more for paths that lead nowhere */
    uint64_t faults;
    uint64_t met[LISTS][LONGEST_LIST];
};

struct metrics *metrics_new(const struct route_table *routes)
{
    struct metrics *metrics = must_zalloc(sizeof *metrics);
    metrics->routes = routes;
    metrics->operations = must_zalloc((routes->count + 1) * sizeof *metrics->operations);
    return metrics;
}

void metrics_free(struct metrics *metrics)
{
    for (size_t i = 0; i <= metrics->routes->count; i++)
        free(metrics->operations[i].statuses);
    free(metrics->operations);
    free(metrics);
}

static void count_status(struct operation_metrics *operation, unsigned status)
{
    size_t i = 0;
    while (i < operation->status_count && operation->statuses[i].status != status)
        i++;
    if (i == operation->status_count) {
        operation->statuses = must_realloc(operation->statuses, (i + 1) * sizeof *operation->statuses);
        operation->statuses[operation->status_count++] = (struct status_count){status, 0};
    }
    operation->statuses[i].count++;
}

void metrics_request(struct metrics *metrics, const struct route *route, unsigned status, int64_t micros)
{
    const struct route_table *routes = metrics->routes;
    struct operation_metrics *operation =
        &metrics->operations[route ? (size_t)(route - routes->rows) : routes->count];
    count_status(operation, status);
    operation->count++;
    operation->sum += (uint64_t)micros;
    size_t bucket = 0;
    while (bucket < BOUNDS && micros > bounds[bucket].micros)
        bucket++;
    operation->buckets[bucket]++;
}

void metrics_fault(struct metrics *metrics)
{
    metrics->faults++;
}

static void meet(struct metrics *metrics, int list, const char *name)
{
    for (size_t i = 0; lists[list].items[i]; i++)
        if (strcmp(lists[list].items[i], name) == 0)
            metrics->met[list][i]++;
}

void metrics_change(struct metrics *metrics, const struct change *change)
{
    meet(metrics, change->kind == CHANGE_JOB ? JOB_STATES : ATTEMPT_STATES, change->status);
    meet(metrics, FAILURE_ORIGINS, change->failure_origin);
    meet(metrics, FAILURE_TYPES, change->failure_type);
}

static json_t *met_statuses(const struct operation_metrics *operation)
{
    json_t *statuses = json_object();
    for (size_t i = 0; i < operation->status_count; i++) {
        char *name = operation->statuses[i].status ? must_printf("%u", operation->statuses[i].status)
                                                   : must_strdup("broken");
        json_object_set_new(statuses, name, json_integer((json_int_t)operation->statuses[i].count));
        free(name);
    }
    return statuses;
}

static json_t *met_names(const struct metrics *metrics, int list)
{
    json_t *names = json_object();
    for (size_t i = 0; lists[list].items[i]; i++)
        json_object_set_new(names, lists[list].items[i], json_integer((json_int_t)metrics->met[list][i]));
    return names;
}

static json_t *met_operations(const struct metrics *metrics, json_int_t *met, json_int_t *all)
{
    json_t *operations = json_array();
    *met = *all = 0;
    const struct route *rows = metrics->routes->rows;
    for (size_t i = 0; i < metrics->routes->count; i++) {
        if (route_is_control(&rows[i]))
            continue;
        ++*all;
        *met += metrics->operations[i].count > 0;
        json_array_append_new(operations, json_pack("{ss ss ss so}", "operation", rows[i].operation, "method",
                                                    rows[i].method, "path", rows[i].path, "statuses",
                                                    met_statuses(&metrics->operations[i])));
    }
    return operations;
}

json_t *metrics_coverage(const struct metrics *metrics)
{
    json_int_t met, all;
    json_t *operations = met_operations(metrics, &met, &all);
    json_t *coverage =
        json_pack("{sI sI so so}", "operationsMet", met, "operationsAll", all, "operations", operations,
                  "unknownPaths", met_statuses(&metrics->operations[metrics->routes->count]));
    for (int list = 0; list < LISTS; list++)
        json_object_set_new(coverage, lists[list].title, met_names(metrics, list));
    return coverage;
}

/* Which operation a series is of: a new text. The public API's say so, since it shares names with the Config
 * API. */
static char *labels_of(const struct metrics *metrics, size_t i)
{
    const struct route *row = i < metrics->routes->count ? &metrics->routes->rows[i] : NULL;
    return must_printf("operation=\"%s\"%s", row ? row->operation : "none",
                       row && row->api == API_PUBLIC ? ",api=\"public\"" : "");
}

static void add_requests(const struct metrics *metrics, struct text *text)
{
    text_add(text, "# HELP fakebyte_requests_total Requests answered, by operation and status; status 0 is a "
                   "connection broken on purpose.\n# TYPE fakebyte_requests_total counter\n");
    for (size_t i = 0; i <= metrics->routes->count; i++) {
        char *labels = labels_of(metrics, i);
        for (size_t j = 0; j < metrics->operations[i].status_count; j++)
            text_add_format(text, "fakebyte_requests_total{%s,status=\"%u\"} %" PRIu64 "\n", labels,
                            metrics->operations[i].statuses[j].status,
                            metrics->operations[i].statuses[j].count);
        free(labels);
    }
}

#define DURATION "fakebyte_request_duration_seconds"

static void add_histogram(const struct operation_metrics *operation, const char *labels, struct text *text)
{
    uint64_t within = 0;
    for (size_t i = 0; i < BOUNDS; i++) {
        within += operation->buckets[i];
        text_add_format(text, DURATION "_bucket{%s,le=\"%s\"} %" PRIu64 "\n", labels, bounds[i].seconds,
                        within);
    }
    text_add_format(text, DURATION "_bucket{%s,le=\"+Inf\"} %" PRIu64 "\n", labels, operation->count);
    text_add_format(text, DURATION "_sum{%s} %" PRIu64 ".%06" PRIu64 "\n", labels, operation->sum / 1000000,
                    operation->sum % 1000000);
    text_add_format(text, DURATION "_count{%s} %" PRIu64 "\n", labels, operation->count);
}

static void add_durations(const struct metrics *metrics, struct text *text)
{
    text_add(text,
             "# HELP " DURATION " From a request's arrival to its answer.\n# TYPE " DURATION " histogram\n");
    for (size_t i = 0; i <= metrics->routes->count; i++)
        if (metrics->operations[i].count) {
            char *labels = labels_of(metrics, i);
            add_histogram(&metrics->operations[i], labels, text);
            free(labels);
        }
}

static void add_changes(const struct metrics *metrics, struct text *text)
{
    text_add(text, "# HELP fakebyte_job_changes_total Jobs that came to a status, by that status.\n"
                   "# TYPE fakebyte_job_changes_total counter\n");
    for (size_t i = 0; job_states[i]; i++)
        text_add_format(text, "fakebyte_job_changes_total{status=\"%s\"} %" PRIu64 "\n", job_states[i],
                        metrics->met[JOB_STATES][i]);
}

void metrics_write(const struct metrics *metrics, struct text *text)
{
    add_requests(metrics, text);
    add_durations(metrics, text);
    add_changes(metrics, text);
    text_add_format(text,
                    "# HELP fakebyte_faults_total Faults applied to requests.\n"
                    "# TYPE fakebyte_faults_total counter\nfakebyte_faults_total %" PRIu64 "\n",
                    metrics->faults);
}
