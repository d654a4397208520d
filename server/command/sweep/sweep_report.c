#include "command/sweep/sweep_report.h"

#include "base/die.h"
#include "verdict/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELL = 16 };

bool trial_is_bad(const struct trial *trial)
{
    return trial->outcome == OUTCOME_HUNG || json_array_size(trial->problems) > 0;
}

static const char *const words[] = {[OUTCOME_UNKNOWN] = "-",
                                    [OUTCOME_SURVIVED] = "survived",
                                    [OUTCOME_FAILED] = "failed",
                                    [OUTCOME_HUNG] = "hung"};

/* "failed, job": how it came out, and what it left behind. */
static void add_cell(struct text *text, const struct trial *trial)
{
    char cell[CELL + 16];
    bool others = json_array_size(trial->problems) > (trial->job_left ? 1 : 0);
    snprintf(cell, sizeof cell, "%s%s%s", trial->met ? words[trial->outcome] : "not met",
             trial->job_left ? ", job" : "", others ? ", !" : "");
    text_add_format(text, " %-*s", CELL, cell);
}

static bool same_call(const struct trial *one, const struct trial *other)
{
    return strcmp(one->path, other->path) == 0 && strcmp(one->method, other->method) == 0;
}

static size_t widest(const struct trial *trials, size_t count)
{
    size_t width = 0;
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(trials[i].method) + 1 + strlen(trials[i].path);
        width = size > width ? size : width;
    }
    return width;
}

static void add_rows(struct text *text, const struct trial *trials, size_t count)
{
    int width = (int)widest(trials, count);
    text_add_format(text, "%*s", width, "");
    for (size_t kind = 0; kind < fault_kinds(); kind++)
        text_add_format(text, " %-*s", CELL, fault_kind_name(kind));
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !same_call(&trials[i - 1], &trials[i])) {
            char *call = must_printf("%s %s", trials[i].method, trials[i].path);
            text_add_format(text, "\n%-*s", width, call);
            free(call);
        }
        add_cell(text, &trials[i]);
    }
    text_add(text, "\n");
}

/* A trial's problems; one that hung has that as a problem besides. New reference. */
static json_t *problems_of(const struct trial *trial)
{
    json_t *problems = trial->problems ? json_copy(trial->problems) : json_array();
    char *message = must_printf("The command did not end within %lld ms.", (long long)trial->took);
    if (trial->outcome == OUTCOME_HUNG)
        json_array_append_new(
            problems, json_pack("{ss ss ss ss s[] si s[]}", "code", "hung", "message", message, "airbyte",
                                "Has such faults on bad days: a deployment, a proxy, a network that is slow.",
                                "advice", "Give each call a time limit, and the whole wait one.", "requests",
                                "requestCount", 0, "jobs"));
    free(message);
    return problems;
}

static char *name_of(const struct trial *trial)
{
    return must_printf("%s %s, %s", trial->method, trial->path, fault_kind_name(trial->fault));
}

char *sweep_table(const struct trial *trials, size_t count)
{
    struct text text = {0};
    add_rows(&text, trials, count);
    for (size_t i = 0; i < count; i++) {
        if (!trial_is_bad(&trials[i]))
            continue;
        struct text details = {0};
        char *name = name_of(&trials[i]);
        json_auto_t *problems = problems_of(&trials[i]);
        report_add_text(&details, problems);
        text_add_format(&text, "\n%s: %s\n\n%s\n", name, words[trials[i].outcome], details.data);
        text_free(&details);
        free(name);
    }
    return text_take(&text);
}

char *sweep_junit(const struct trial *trials, size_t count)
{
    struct text text = {0};
    report_begin_junit(&text);
    for (size_t i = 0; i < count; i++) {
        char *name = name_of(&trials[i]);
        json_auto_t *problems = problems_of(&trials[i]);
        report_add_junit(&text, name, problems);
        free(name);
    }
    report_end_junit(&text);
    return text_take(&text);
}
