#include "verdict/report.h"

#include "base/moment.h"
#include "json/get.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static json_t *problem_of(const struct verdict *verdict)
{
    return json_pack("{ss ss ss ss sb sO sI sO ss}", "code", verdict->rule->code, "message", verdict->message,
                     "airbyte", verdict->rule->airbyte, "advice", verdict->rule->advice, "atEnd",
                     verdict->rule->at_end, "requests", verdict->requests, "requestCount",
                     (json_int_t)verdict->request_count, "jobs", verdict->jobs, "at",
                     moment_format(verdict->at).text);
}

json_t *report_list(const struct verdicts *verdicts)
{
    json_t *list = json_array();
    for (size_t i = 0; i < verdicts->count; i++)
        json_array_append_new(list, problem_of(&verdicts->items[i]));
    return list;
}

static void add_ids(struct text *text, const char *heading, const json_t *ids, int64_t count)
{
    size_t index;
    json_t *id;
    if (json_array_size(ids) == 0)
        return;
    text_add_format(text, "%s", heading);
    json_array_foreach (ids, index, id) {
        text_add(text, index ? ", " : " ");
        if (json_is_string(id))
            text_add(text, json_string_value(id));
        else
            text_add_format(text, "%lld", (long long)json_integer_value(id));
    }
    if (count > (int64_t)json_array_size(ids))
        text_add_format(text, " and %" PRId64 " more", count - (int64_t)json_array_size(ids));
}

/* What is said of a problem besides its message, each part behind a line break. */
static void add_details(struct text *text, const json_t *problem)
{
    text_add_format(text, "\n  Airbyte: %s", get_text(problem, "airbyte"));
    text_add_format(text, "\n  Do this: %s", get_text(problem, "advice"));
    add_ids(text, "\n  Requests:", json_object_get(problem, "requests"),
            get_integer(problem, "requestCount"));
    add_ids(text, "\n  Jobs:", json_object_get(problem, "jobs"), 0);
}

void report_add_text(struct text *text, const json_t *problems)
{
    size_t index;
    json_t *problem;
    json_array_foreach (problems, index, problem) {
        text_add_format(text, "%s%s: %s", text->size ? "\n\n" : "", get_text(problem, "code"),
                        get_text(problem, "message"));
        add_details(text, problem);
    }
}

/* Text as XML may hold it: what it forbids becomes a question mark. */
static void add_xml(struct text *xml, const char *words)
{
    static const char *const entities[] = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;"};
    for (; *words; words++) {
        unsigned char letter = (unsigned char)*words;
        if (letter < sizeof entities / sizeof *entities && entities[letter])
            text_add(xml, entities[letter]);
        else if (letter < ' ' && !strchr("\t\n\r", letter))
            text_add(xml, "?");
        else
            text_add_bytes(xml, words, 1);
    }
}

/* `name="words"`, with a space before it. */
static void add_attribute(struct text *xml, const char *name, const char *words)
{
    text_add_format(xml, " %s=\"", name);
    add_xml(xml, words);
    text_add(xml, "\"");
}

static void add_case(struct text *xml, const char *sandbox, const json_t *problem)
{
    struct text details = {0};
    add_details(&details, problem);
    text_add(xml, "    <testcase");
    add_attribute(xml, "classname", sandbox);
    add_attribute(xml, "name", get_text(problem, "code"));
    text_add(xml, ">\n      <failure");
    add_attribute(xml, "type", get_text(problem, "code"));
    add_attribute(xml, "message", get_text(problem, "message"));
    text_add(xml, ">");
    add_xml(xml, details.data);
    text_add(xml, "\n      </failure>\n    </testcase>\n");
    text_free(&details);
}

void report_begin_junit(struct text *text)
{
    text_add(text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
}

void report_add_junit(struct text *text, const char *sandbox, const json_t *problems)
{
    size_t index, count = json_array_size(problems);
    json_t *problem;
    text_add(text, "  <testsuite");
    add_attribute(text, "name", sandbox);
    text_add_format(text, " tests=\"%zu\" failures=\"%zu\">\n", count ? count : 1, count);
    json_array_foreach (problems, index, problem)
        add_case(text, sandbox, problem);
    if (count == 0) {
        text_add(text, "    <testcase name=\"no-problems\"");
        add_attribute(text, "classname", sandbox);
        text_add(text, "/>\n");
    }
    text_add(text, "  </testsuite>\n");
}

void report_end_junit(struct text *text)
{
    text_add(text, "</testsuites>\n");
}
