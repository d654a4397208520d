#include "api/public/schedule.h"

#include "base/die.h"
#include "domain/schedule/cron.h"
#include "json/get.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* "Every 24 HOURS" */
static void write_timing(struct writer *writer, const json_t *basic)
{
    char *text = must_printf("Every %lld %s", (long long)get_integer(basic, "units"),
                             get_text_or(basic, "timeUnit", ""));
    for (char *letter = text + strlen("Every "); *letter; letter++)
        *letter = (char)toupper((unsigned char)*letter);
    write_text(writer, "basicTiming", text);
    free(text);
}

static void write_cron(struct writer *writer, const json_t *cron)
{
    char *text = must_printf("%s %s", get_text_or(cron, "cronExpression", ""),
                             get_text_or(cron, "cronTimeZone", "UTC"));
    write_text(writer, "cronExpression", text);
    free(text);
}

void write_public_schedule(struct writer *writer, const json_t *connection)
{
    const json_t *data = json_object_get(connection, "scheduleData");
    const char *type = get_text_or(connection, "scheduleType", "basic");
    write_object(writer, "schedule");
    write_text(writer, "scheduleType", type);
    if (json_object_get(data, "cron"))
        write_cron(writer, json_object_get(data, "cron"));
    if (json_object_get(data, "basicSchedule"))
        write_timing(writer, json_object_get(data, "basicSchedule"));
    write_object_end(writer);
}

/* The expression without any "UTC", which only says what is so anyway. A new text. */
static char *without_zone(const char *expression)
{
    size_t size = strlen(expression);
    char *bare = must_strdup(expression), *found;
    if (size >= 3 && strcmp(expression + size - 3, "UTC") == 0)
        while ((found = strstr(bare, "UTC")))
            memmove(found, found + 3, strlen(found + 3) + 1);
    for (size = strlen(bare); size > 0 && bare[size - 1] == ' ';)
        bare[--size] = '\0';
    return bare;
}

static size_t fields_in(const char *expression)
{
    size_t count = 0;
    for (expression += strspn(expression, " \t"); *expression;
         expression += strspn(expression, " \t"), count++)
        expression += strcspn(expression, " \t");
    return count;
}

/* True where the field is a number, so that it holds once. */
static bool is_number(const char *expression, size_t field)
{
    expression += strspn(expression, " \t");
    for (; field > 0; field--) {
        expression += strcspn(expression, " \t");
        expression += strspn(expression, " \t");
    }
    size_t digits = strspn(expression, "0123456789");
    return digits > 0 && digits == strcspn(expression, " \t");
}

/* Quartz must take it, and it must not hold more than once an hour. */
static bool cron_check(struct world *world, const char *expression)
{
    char *reason = NULL;
    struct cron *cron = cron_parse(expression, &reason);
    if (!cron)
        problem_coded(&world->problem, PROBLEM_REFUSED, "cron-invalid", expression,
                      "The cron expression %s is not valid. Error: %s", expression, reason ? reason : "");
    cron_free(cron);
    free(reason);
    bool hourly = is_number(expression, 0) && (fields_in(expression) < 7 || is_number(expression, 1));
    return cron && (hourly ||
                    problem_coded(&world->problem, PROBLEM_REFUSED, "cron-too-often", expression,
                                  "The cron expression %s is not valid or is less than the one hour minimum. "
                                  "The seconds and minutes values cannot be `*`.",
                                  expression));
}

static bool take_cron(struct world *world, json_t *request, const char *given)
{
    if (!given)
        return problem_coded(&world->problem, PROBLEM_REFUSED, "cron-missing", NULL,
                             "Missing cron expression in the schedule.");
    char *expression = without_zone(given);
    bool good = cron_check(world, expression);
    if (good)
        json_object_set_new(
            request, "scheduleData",
            json_pack("{s{ss ss}}", "cron", "cronExpression", expression, "cronTimeZone", "UTC"));
    free(expression);
    return good;
}

bool public_schedule_take(struct world *world, json_t *request, const json_t *body)
{
    const json_t *schedule = json_object_get(body, "schedule");
    if (!schedule)
        return true;
    const char *type = get_text(schedule, "scheduleType");
    json_object_set_new(request, "scheduleType", json_string(type));
    return strcmp(type, "cron") != 0 || take_cron(world, request, get_text(schedule, "cronExpression"));
}
