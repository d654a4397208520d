#include "api/routes.h"
#include "base/die.h"
#include "gateway/app.h"
#include "gateway/query.h"
#include "sandbox/sandbox.h"
#include "verdict/report.h"
#include "json/list.h"

#include <stdlib.h>
#include <string.h>

/* Refuses a code that no rule has, at that place. */
static bool code_check(struct call *call, const char *place, const char *code)
{
    if (verdict_rule_find(code))
        return true;
    const char *nearest = verdict_code_nearest(code);
    return problem_at(&call->world->problem, PROBLEM_INVALID, place, "is no problem's code: \"%.80s\"%s%s%s",
                      code, nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
}

static bool is_code(const void *code, const struct verdict_rule *rule)
{
    return !code || strcmp(code, rule->code) == 0;
}

/* Steals `text`. */
static bool reply_typed(struct call *call, const char *type, char *text)
{
    reply_set(&call->exchange->reply, 200, type, text, strlen(text));
    return true;
}

static bool reply_text_report(struct call *call, const json_t *problems)
{
    struct text text = {0};
    report_add_text(&text, problems);
    if (text.size > 0)
        text_add(&text, "\n");
    return reply_typed(call, "text/plain", text_take(&text));
}

static bool reply_junit(struct call *call, const json_t *problems)
{
    struct text text = {0};
    report_begin_junit(&text);
    report_add_junit(&text, call->sandbox->name, problems);
    report_end_junit(&text);
    return reply_typed(call, "application/xml", text_take(&text));
}

static bool reply_list_report(struct call *call, const json_t *problems)
{
    return reply_json(call, json_pack("{sO}", "problems", problems));
}

static const struct {
    const char *name;
    bool (*reply)(struct call *call, const json_t *problems);
} formats[] = {{"json", reply_list_report}, {"text", reply_text_report}, {"junit", reply_junit}};

/* The format's place among them, or their number with a problem. */
static size_t format_named(struct call *call, const char *name)
{
    size_t count = sizeof formats / sizeof *formats, i = 0;
    while (i < count && strcmp(formats[i].name, name) != 0)
        i++;
    if (i == count)
        problem_at(&call->world->problem, PROBLEM_INVALID, "format", "is json, text or junit");
    return i;
}

bool admin_problems_list(struct call *call)
{
    char *code = query_text(&call->exchange->request, "code"),
         *name = query_text(&call->exchange->request, "format");
    size_t format = format_named(call, name ? name : "json");
    bool good = format < sizeof formats / sizeof *formats && (!code || code_check(call, "code", code));
    if (good) {
        struct verdicts verdicts = verdicts_find(call->app, call->sandbox, is_code, code);
        json_auto_t *problems = report_list(&verdicts);
        formats[format].reply(call, problems);
        verdicts_free(&verdicts);
    }
    free(name);
    free(code);
    return good;
}

bool admin_problems_forget(struct call *call)
{
    verdicts_forget(call->app, call->sandbox);
    return reply_done(call, true);
}

static bool is_wanted(const void *allowed, const struct verdict_rule *rule)
{
    return !list_has_text(allowed, rule->code);
}

static bool codes_check(struct call *call)
{
    size_t index;
    json_t *code;
    json_array_foreach (body_member(call, "allow"), index, code) {
        char *place = must_printf("allow[%zu]", index);
        bool good = code_check(call, place, json_string_value(code));
        free(place);
        if (!good)
            return false;
    }
    return true;
}

/* 422 with everything in the message: it is all that a test's failure shows. */
static bool reply_unclean(struct call *call, const json_t *problems)
{
    size_t count = json_array_size(problems);
    struct text text = {0};
    text_add_format(&text, "%zu problem%s in sandbox %s", count, count == 1 ? "" : "s", call->sandbox->name);
    report_add_text(&text, problems);
    json_auto_t *document =
        json_pack("{ss s[] sO}", "message", text.data, "validationErrors", "problems", problems);
    text_free(&text);
    reply_json(call, json_incref(document));
    call->exchange->reply.status = 422;
    return true;
}

bool admin_verify_clean(struct call *call)
{
    if (!codes_check(call))
        return false;
    struct verdicts verdicts = verdicts_find(call->app, call->sandbox, is_wanted, body_member(call, "allow"));
    json_auto_t *problems = report_list(&verdicts);
    verdicts_free(&verdicts);
    return (json_array_size(problems) ? reply_unclean : reply_list_report)(call, problems);
}
