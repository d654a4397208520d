#include "command/exit_report.h"

#include "base/die.h"
#include "base/file.h"
#include "gateway/settle.h"
#include "verdict/kept.h"
#include "verdict/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *write_text_report(json_t *kept)
{
    struct text text = {0};
    const char *sandbox;
    json_t *problems;
    json_object_foreach (kept, sandbox, problems) {
        struct text part = {0};
        report_add_text(&part, problems);
        if (part.size > 0)
            text_add_format(&text, "Sandbox %s\n\n%s\n\n", sandbox, part.data);
        text_free(&part);
    }
    return text_take(&text);
}

static char *write_json_report(json_t *kept)
{
    json_auto_t *sandboxes = json_array();
    const char *sandbox;
    json_t *problems;
    json_object_foreach (kept, sandbox, problems)
        json_array_append_new(sandboxes, json_pack("{ss sO}", "sandbox", sandbox, "problems", problems));
    json_auto_t *document = json_pack("{sO}", "sandboxes", sandboxes);
    char *text = json_dumps(document, JSON_INDENT(2));
    char *line = must_printf("%s\n", text);
    free(text);
    return line;
}

static char *write_junit_report(json_t *kept)
{
    struct text text = {0};
    const char *sandbox;
    json_t *problems;
    report_begin_junit(&text);
    json_object_foreach (kept, sandbox, problems)
        report_add_junit(&text, sandbox, problems);
    report_end_junit(&text);
    return text_take(&text);
}

static const struct {
    const char *ending;
    char *(*write)(json_t *kept);
} formats[] = {{".txt", write_text_report}, {".json", write_json_report}, {".xml", write_junit_report}};

enum { FORMATS = sizeof formats / sizeof *formats };

static size_t format_of(const char *path)
{
    const char *ending = strrchr(path, '.');
    size_t format = 0;
    while (format < FORMATS && (!ending || strcmp(formats[format].ending, ending) != 0))
        format++;
    return format;
}

static bool code_check(const char *code, char **error)
{
    if (verdict_rule_find(code))
        return true;
    const char *nearest = verdict_code_nearest(code);
    *error = must_printf("--allow-problem: \"%s\" is no problem's code%s%s%s", code,
                         nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
    return false;
}

bool exit_report_check(const struct options *options, char **error)
{
    for (size_t i = 0; i < options->allow_problem.count; i++)
        if (!code_check(options->allow_problem.items[i], error))
            return false;
    if (!options->problems_on_exit || format_of(options->problems_on_exit) < FORMATS)
        return true;
    *error = must_printf("--problems-on-exit: %s ends neither in .txt nor in .json nor in .xml",
                         options->problems_on_exit);
    return false;
}

static size_t count_of(json_t *kept)
{
    size_t count = 0;
    const char *sandbox;
    json_t *problems;
    json_object_foreach (kept, sandbox, problems)
        count += json_array_size(problems);
    return count;
}

static void complain(json_t *kept, size_t count)
{
    char *text = write_text_report(kept);
    if (count > 0)
        fprintf(stderr, "fakebyte: %zu problem%s\n\n%s", count, count == 1 ? "" : "s", text);
    free(text);
}

static bool write_file(const char *path, json_t *kept, char **error)
{
    if (!path)
        return true;
    char *text = formats[format_of(path)].write(kept);
    bool written = file_replace(path, text, 0644, error);
    free(text);
    return written;
}

bool exit_report_write(const struct options *options, struct app *app, size_t *count, char **error)
{
    *count = 0;
    if (!app->problems)
        return true;
    for (size_t i = 0; i < sandboxes_count(app->sandboxes); i++)
        settle(app, sandboxes_at(app->sandboxes, i));
    json_t *kept = problems_keep_all(app);
    *count = count_of(kept);
    complain(kept, *count);
    return write_file(options->problems_on_exit, kept, error);
}
