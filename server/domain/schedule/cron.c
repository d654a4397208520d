#include "domain/schedule/cron.h"

#include "domain/schedule/cron_fields.h"

#include <stdlib.h>
#include <time.h>

enum { DAY_SECONDS = 86400, SATURDAY = 7, SUNDAY = 1 };

static const int64_t end_of_time = INT64_C(4102444800); /* 2100-01-01 */

struct month {
    int64_t start; /* its first midnight, as if local were UTC */
    int first;     /* weekday of its first day, 1 = Sunday */
    int length;
};

void cron_free(struct cron *cron)
{
    free(cron);
}

int cron_lowest(const struct cron *cron, enum cron_field field)
{
    for (int value = 0; value < CRON_VALUES; value++)
        if (cron->on[field][value])
            return value;
    return -1;
}

static struct month month_of(int year, int number)
{
    struct tm first = {.tm_year = year - 1900, .tm_mon = number - 1, .tm_mday = 1};
    struct tm next = {.tm_year = year - 1900, .tm_mon = number, .tm_mday = 1};
    int64_t start = timegm(&first);
    return (struct month){start, first.tm_wday + 1, (int)((timegm(&next) - start) / DAY_SECONDS)};
}

static int weekday_of(const struct month *month, int day)
{
    return (month->first + day - 2) % 7 + 1;
}

static bool weekday_fits(const struct cron *cron, const struct month *month, int day)
{
    int weekday = weekday_of(month, day), wanted = cron_lowest(cron, CRON_WEEKDAY);
    if (wanted == 0) /* 0#m, which Quartz counts back to a Saturday */
        wanted = SATURDAY;
    if (cron->last_weekday)
        return weekday == wanted && day + 7 > month->length;
    if (cron->nth_weekday)
        return weekday == wanted && (day + 6) / 7 == cron->nth_weekday;
    return cron->on[CRON_WEEKDAY][weekday];
}

/* Quartz's order: a Saturday moves back and a Sunday forward, unless that leaves the month. */
static int nearest_weekday(const struct month *month, int day)
{
    int weekday = weekday_of(month, day);
    if (weekday == SATURDAY)
        return day == 1 ? day + 2 : day - 1;
    if (weekday == SUNDAY)
        return day == month->length ? day - 2 : day + 1;
    return day;
}

/* The only day that L and W leave, which a short month may lack. To Quartz the 31st of a month of 30 days is
 * a weekday like any other: 31W is the 30th where the 31st would be a Saturday. */
static int marked_day(const struct cron *cron, const struct month *month)
{
    int day = cron->last_day ? month->length - cron->last_offset : cron_lowest(cron, CRON_DAY);
    return cron->nearest_weekday && day > 0 ? nearest_weekday(month, day) : day;
}

static bool day_fits(const struct cron *cron, const struct month *month, int day)
{
    if (cron->open[CRON_DAY])
        return weekday_fits(cron, month, day);
    if (cron->last_day || cron->nearest_weekday)
        return day == marked_day(cron, month);
    return cron->on[CRON_DAY][day];
}

/* The midnight of the first fitting day from that one on. */
static int64_t day_in_month(const struct cron *cron, int year, int number, int day)
{
    struct month month = month_of(year, number);
    for (; day <= month.length; day++)
        if (day_fits(cron, &month, day))
            return month.start + (int64_t)DAY_SECONDS * (day - 1);
    return CRON_NEVER;
}

/* The same, through the months and years. */
static int64_t day_from(const struct cron *cron, int64_t midnight)
{
    struct tm tm;
    time_t when = midnight;
    gmtime_r(&when, &tm);
    int month = tm.tm_mon + 1, day = tm.tm_mday;
    for (int year = tm.tm_year + 1900; year < CRON_END_YEAR; year++, month = 1, day = 1)
        for (; cron->on[CRON_YEAR][year - CRON_FIRST_YEAR] && month <= 12; month++, day = 1) {
            int64_t found = cron->on[CRON_MONTH][month] ? day_in_month(cron, year, month, day) : CRON_NEVER;
            if (found != CRON_NEVER)
                return found;
        }
    return CRON_NEVER;
}

/* The first fitting second of a day (of an hour, of a minute) from that one on. */
static int time_from(const struct cron *cron, enum cron_field unit, int from)
{
    static const struct {
        int values, seconds;
    } units[] = {[CRON_SECOND] = {60, 1}, [CRON_MINUTE] = {60, 60}, [CRON_HOUR] = {24, 3600}};
    int seconds = units[unit].seconds, rest = from % seconds;
    for (int value = from / seconds; value < units[unit].values; value++, rest = 0) {
        int found = !cron->on[unit][value] ? CRON_NEVER
                    : unit == CRON_SECOND  ? 0
                                           : time_from(cron, unit - 1, rest);
        if (found != CRON_NEVER)
            return value * seconds + found;
    }
    return CRON_NEVER;
}

/* The first fitting time on the wall's clock from `local` on. */
static int64_t local_from(const struct cron *cron, int64_t local)
{
    int time = time_from(cron, CRON_HOUR, (int)(local % DAY_SECONDS));
    int64_t midnight = local - local % DAY_SECONDS, day = day_from(cron, midnight);
    if (time != CRON_NEVER && day == midnight)
        return day + time;
    if (day == midnight)
        day = day_from(cron, midnight + DAY_SECONDS);
    time = time_from(cron, CRON_HOUR, 0);
    return day == CRON_NEVER || time == CRON_NEVER ? CRON_NEVER : day + time;
}

int64_t cron_next(const struct cron *cron, const struct zone *zone, int64_t after)
{
    if (after > end_of_time + DAY_SECONDS)
        return CRON_NEVER;
    int64_t local = after + 1 + zone_offset(zone, after + 1);
    for (local = local_from(cron, local < 0 ? 0 : local); local != CRON_NEVER;
         local = local_from(cron, local)) {
        int64_t there = zone_past_gap(zone, local);
        if (there == local)
            return zone_from_local_latest(zone, local);
        local = there;
    }
    return CRON_NEVER;
}
