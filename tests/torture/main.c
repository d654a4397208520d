/* torture SCENARIO [STRIDE]: makes every STRIDE-th allocation, call of SQLite and call of the file system
 * fail in that scenario, the first and the last sixteen of each kind in any case. Without arguments: the
 * names.
 */
#include "base/die.h"
#include "torture/sqlite.h"
#include "torture/trial.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EDGE = 16, NEVER = 0, SHOWN = 5 };

static const char *const kind_names[FAILING_KINDS] = {
    "allocations", "allocations of SQLite", "calls of SQLite", "file calls", "writes to a full disk"};

/* One scenario and how it went so far. */
struct ordeal {
    const struct ground *ground;
    const struct scenario *scenario;
    unsigned long stride;
    char *states[SCENARIO_STEPS + 1]; /* what the files hold after so many steps */
    unsigned long counts[FAILING_KINDS];
    unsigned long endings[BROKEN + 1];
};

/* The run in which nothing fails. False where that alone goes wrong. */
static bool look_ahead(struct ordeal *ordeal)
{
    struct trial trial = trial_run(ordeal->ground, ordeal->scenario, FAILING_ALLOCATION, NEVER, true);
    bool good = trial.ending == WENT_ON;
    if (!good)
        printf("%s: without any failure: %s %s\n", ordeal->scenario->name, trial.report.wrong, trial.words);
    memcpy(ordeal->counts, trial.report.counts, sizeof ordeal->counts);
    for (size_t i = 0; good && i <= scenario_steps(ordeal->scenario); i++) {
        ground_bring_back(ordeal->ground, i);
        ordeal->states[i] = ground_reap(ordeal->ground, ordeal->scenario);
    }
    trial_free(&trial);
    return good;
}

/* What was answered is there, and what was under way is there as a whole or not at all. */
static bool holds(const struct ordeal *ordeal, const struct trial *trial, const char *found)
{
    size_t answered = trial->report.answered;
    bool under_way = trial->ending == ENDED && answered < scenario_steps(ordeal->scenario);
    return strcmp(found, ordeal->states[answered]) == 0 ||
           (under_way && strcmp(found, ordeal->states[answered + 1]) == 0);
}

/* From the line in which they differ. */
static void print_difference(const char *found, const char *expected)
{
    size_t same = 0, line = 0;
    for (; found[same] && found[same] == expected[same]; same++)
        if (found[same] == '\n')
            line = same + 1;
    printf("    the files hold:    %.300s\n    and should, first: %.300s\n", found + line, expected + line);
}

static void complain(const struct ordeal *ordeal, enum failing kind, unsigned long at,
                     const struct trial *trial, const char *found)
{
    const struct report *report = &trial->report;
    printf("%s: %s: %lu of %lu: %zu answered%s %s\n%.500s", ordeal->scenario->name, kind_names[kind], at,
           ordeal->counts[kind], report->answered, report->leaked ? ", leaks" : "", report->wrong,
           trial->words);
    if (!holds(ordeal, trial, found))
        print_difference(found, ordeal->states[report->answered]);
}

static void suffer(struct ordeal *ordeal, enum failing kind, unsigned long at)
{
    struct trial trial = trial_run(ordeal->ground, ordeal->scenario, kind, at, false);
    char *found = ground_reap(ordeal->ground, ordeal->scenario);
    bool quiet = trial.ending == WENT_ON && !trial.report.happened;
    if (!holds(ordeal, &trial, found) || quiet)
        trial.ending = BROKEN;
    if (trial.ending == BROKEN && ordeal->endings[BROKEN] < SHOWN)
        complain(ordeal, kind, at, &trial, found);
    ordeal->endings[trial.ending]++;
    free(found);
    trial_free(&trial);
}

static void suffer_all(struct ordeal *ordeal, enum failing kind)
{
    unsigned long count = ordeal->counts[kind];
    for (unsigned long at = 1; at <= count; at++)
        if (at <= EDGE || at + EDGE > count || at % ordeal->stride == 0)
            suffer(ordeal, kind, at);
}

static void print_totals(const struct ordeal *ordeal, double seconds)
{
    printf("%s:", ordeal->scenario->name);
    for (int kind = 0; kind < FAILING_KINDS; kind++)
        printf("%s %lu %s", kind ? "," : "", ordeal->counts[kind], kind_names[kind]);
    const unsigned long *endings = ordeal->endings;
    printf("; of %lu that failed %lu went on, %lu were refused, %lu ended with their line, %lu broke, in "
           "%.0f s\n",
           endings[WENT_ON] + endings[REFUSED] + endings[ENDED] + endings[BROKEN], endings[WENT_ON],
           endings[REFUSED], endings[ENDED], endings[BROKEN], seconds);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static bool torture(const struct ground *ground, const struct scenario *scenario, unsigned long stride)
{
    struct ordeal ordeal = {.ground = ground, .scenario = scenario, .stride = stride};
    double begun = now();
    bool good = look_ahead(&ordeal);
    for (int kind = 0; good && kind < FAILING_KINDS; kind++)
        suffer_all(&ordeal, (enum failing)kind);
    print_totals(&ordeal, now() - begun);
    for (size_t i = 0; i <= SCENARIO_STEPS; i++)
        free(ordeal.states[i]);
    return good && !ordeal.endings[BROKEN];
}

static const struct scenario *find(const char *name)
{
    for (size_t i = 0; i < scenario_count; i++)
        if (strcmp(scenarios[i].name, name) == 0)
            return &scenarios[i];
    die("no scenario %s", name);
}

static int list(void)
{
    for (size_t i = 0; i < scenario_count; i++)
        puts(scenarios[i].name);
    return 0;
}

int main(int count, char **arguments)
{
    if (count < 2)
        return list();
    unsigned long stride = count > 2 ? strtoul(arguments[2], NULL, 10) : 1;
    const struct scenario *scenario = find(arguments[1]);
    setvbuf(stdout, NULL, _IOLBF, 0);
    json_object_seed(1);
    sqlite_torture();
    struct ground ground = ground_new();
    bool good = torture(&ground, scenario, stride ? stride : 1);
    ground_free(&ground);
    return good ? 0 : 1;
}
