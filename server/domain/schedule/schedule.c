#include "domain/schedule/schedule.h"

#include "base/word.h"
#include "domain/schedule/cron.h"
#include "json/get.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Seconds per unit; a month is thirty days (docs/behaviour/schedules.md#units). */
static const struct {
    const char *name;
    int64_t seconds;
} units[] = {{"minutes", 60}, {"hours", 3600}, {"days", 86400}, {"weeks", 604800}, {"months", 2592000}};

static bool refuse_schedule(struct world *world, const char *path, const char *reason)
{
    return problem_at(&world->problem, PROBLEM_SPECIFICATION, path, "%s", reason);
}

/* The zone is looked up first: a bad zone wins over a bad expression. */
static bool cron_check(struct world *world, const json_t *cron)
{
    const char *zone_id = get_text_or(cron, "cronTimeZone", "");
    if (strncasecmp(zone_id, "etc", 3) == 0)
        return refuse_schedule(world, "scheduleData.cron.cronTimeZone", "Etc/ timezones are unsupported");
    struct zone *zone = zone_open(zone_id);
    if (!zone)
        return refuse_schedule(world, "scheduleData.cron.cronTimeZone", "invalid cron timezone");
    zone_free(zone);
    struct cron *parsed = cron_parse(get_text_or(cron, "cronExpression", ""), NULL);
    if (!parsed)
        return refuse_schedule(world, "scheduleData.cron.cronExpression", "invalid cron expression");
    cron_free(parsed);
    return true;
}

/* Of a basic or cron schedule. */
static bool data_check(struct world *world, const char *type, const json_t *data)
{
    if (!data)
        return refuse_schedule(world, "scheduleData",
                               "schedule data must be populated if schedule type is populated");
    if (strcmp(type, "basic") == 0)
        return json_object_get(data, "basicSchedule") ||
               refuse_schedule(world, "scheduleData.basicSchedule",
                               "if schedule type is basic, then scheduleData.basic must be populated");
    const json_t *cron = json_object_get(data, "cron");
    if (!cron)
        return refuse_schedule(world, "scheduleData.cron",
                               "if schedule type is cron, then scheduleData.cron must be populated");
    return cron_check(world, cron);
}

/* An update's schedule data is refused where it is given, or is not, with that type of schedule. */
static const struct {
    const char *type; /* NULL: none */
    bool given;
    const char *text;
} update_rules[] = {
    {NULL, true,
     "ConnectionUpdate should not include any scheduleData without also specifying a valid scheduleType."},
    {"manual", true,
     "ConnectionUpdate should not include any scheduleData when setting the Connection scheduleType to "
     "MANUAL."},
    {"basic", false,
     "ConnectionUpdate should include scheduleData when setting the Connection scheduleType to BASIC."},
    {"cron", false,
     "ConnectionUpdate should include scheduleData when setting the Connection scheduleType to CRON."},
};

static bool update_check(struct world *world, const char *type, json_t *request)
{
    if (json_object_get(request, "schedule"))
        return problem_at(&world->problem, PROBLEM_INVALID, "schedule",
                          "ConnectionUpdate should only make changes to the schedule by setting scheduleType "
                          "and scheduleData. 'schedule' is no longer supported.");
    bool given = json_object_get(request, "scheduleData") != NULL;
    for (size_t i = 0; i < sizeof update_rules / sizeof *update_rules; i++) {
        const char *of = update_rules[i].type;
        if (given == update_rules[i].given && (of ? type && strcmp(type, of) == 0 : !type))
            return problem_at(&world->problem, PROBLEM_INVALID, "scheduleData", "%s", update_rules[i].text);
    }
    return true;
}

bool schedule_check(struct world *world, json_t *request, bool creating)
{
    const json_t *data = json_object_get(request, "scheduleData");
    const char *type = get_text(request, "scheduleType");
    if (!creating && !update_check(world, type, request))
        return false;
    if (type && json_object_get(request, "schedule"))
        return refuse_schedule(world, "schedule", "supply old or new schedule schema but not both");
    return !type || strcmp(type, "manual") == 0 || data_check(world, type, data);
}

static void apply_basic(json_t *connection, json_t *basic)
{
    json_object_set_new(connection, "scheduleType", json_string("basic"));
    json_object_set(connection, "schedule", basic);
    json_object_set_new(connection, "scheduleData", json_pack("{sO}", "basicSchedule", basic));
}

static void apply_cron(json_t *connection, json_t *cron)
{
    json_object_set_new(connection, "scheduleType", json_string("cron"));
    json_object_del(connection, "schedule");
    json_object_set_new(connection, "scheduleData", json_pack("{sO}", "cron", cron));
}

static void apply_manual(json_t *connection)
{
    json_object_set_new(connection, "scheduleType", json_string("manual"));
    json_object_del(connection, "schedule");
    json_object_del(connection, "scheduleData");
}

void schedule_apply(json_t *connection, json_t *request)
{
    const char *type = get_text_or(request, "scheduleType", "");
    json_t *data = json_object_get(request, "scheduleData");
    json_t *legacy = json_object_get(request, "schedule");
    if (legacy)
        apply_basic(connection, legacy);
    else if (strcmp(type, "basic") == 0)
        apply_basic(connection, json_object_get(data, "basicSchedule"));
    else if (strcmp(type, "cron") == 0)
        apply_cron(connection, json_object_get(data, "cron"));
    else if (strcmp(type, "manual") == 0 || !json_object_get(connection, "scheduleType"))
        apply_manual(connection);
}

static int64_t seconds_of_unit(const char *unit)
{
    size_t place = WORD_PLACE(units, unit);
    return place < sizeof units / sizeof *units ? units[place].seconds : INT64_MAX;
}

/* At least a second, so that units of 0, which the real server stores, mean one run after the other. */
static int64_t interval_of(const json_t *basic)
{
    int64_t span;
    int64_t count = get_integer(basic, "units");
    if (__builtin_mul_overflow(count, seconds_of_unit(get_text_or(basic, "timeUnit", "")) * SECOND, &span))
        return count > 0 ? INT64_MAX : SECOND;
    return span < SECOND ? SECOND : span;
}

static int64_t max_of(int64_t one, int64_t other)
{
    return one > other ? one : other;
}

static int64_t basic_next(const json_t *basic, int64_t last, int64_t now)
{
    int64_t next;
    if (last == INT64_MIN)
        return now;
    if (__builtin_add_overflow(last, interval_of(basic), &next))
        return INT64_MAX;
    return max_of(now, next);
}

static int64_t seconds_before(int64_t time)
{
    return time >= 0 ? time / SECOND : -((-time + SECOND - 1) / SECOND);
}

/* Ticks that were missed are not made up for. */
static int64_t cron_schedule_next(const json_t *data, int64_t last, int64_t now)
{
    int64_t after = last == INT64_MIN ? now : max_of(now, last + MINUTE);
    struct zone *zone = zone_open(get_text_or(data, "cronTimeZone", ""));
    struct cron *cron = zone ? cron_parse(get_text_or(data, "cronExpression", ""), NULL) : NULL;
    int64_t next = cron ? cron_next(cron, zone, seconds_before(after)) : CRON_NEVER;
    cron_free(cron);
    zone_free(zone);
    return next == CRON_NEVER ? INT64_MAX : next * SECOND;
}

int64_t schedule_next(json_t *connection, int64_t last, int64_t now)
{
    const json_t *data = json_object_get(connection, "scheduleData");
    const json_t *basic = json_object_get(data, "basicSchedule");
    const json_t *cron = json_object_get(data, "cron");
    if (!get_is(connection, "status", "active"))
        return INT64_MAX;
    if (basic)
        return basic_next(basic, last, now);
    return cron ? cron_schedule_next(cron, last, now) : INT64_MAX;
}
