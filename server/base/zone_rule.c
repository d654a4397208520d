#include "base/zone_rule.h"

#include <ctype.h>
#include <string.h>
#include <time.h>

enum { HOUR_SECONDS = 3600, DAY_SECONDS = 24 * HOUR_SECONDS, DEFAULT_TIME = 2 * HOUR_SECONDS };

static bool read_number(const char **at, int *number)
{
    if (!isdigit((unsigned char)**at))
        return false;
    for (*number = 0; isdigit((unsigned char)**at) && *number < 1000; (*at)++)
        *number = *number * 10 + (**at - '0');
    return true;
}

static bool read_mark(const char **at, char mark)
{
    bool there = **at == mark;
    *at += there;
    return there;
}

/* [+-]hh[:mm[:ss]] */
static bool read_seconds(const char **at, int *seconds)
{
    int sign = read_mark(at, '-') ? -1 : 1, part = 0;
    if (sign > 0)
        read_mark(at, '+');
    if (!read_number(at, &part))
        return false;
    *seconds = sign * part * HOUR_SECONDS;
    for (int unit = 60; unit >= 1 && read_mark(at, ':'); unit /= 60) {
        if (!read_number(at, &part))
            return false;
        *seconds += sign * part * unit;
    }
    return true;
}

/* CET or <+0530> */
static bool read_name(const char **at)
{
    const char *start = *at;
    if (read_mark(at, '<')) {
        *at += strcspn(*at, ">");
        return read_mark(at, '>');
    }
    while (isalpha((unsigned char)**at))
        (*at)++;
    return *at - start >= 3;
}

static bool read_weekday_of_month(const char **at, struct zone_change *change)
{
    return read_number(at, &change->month) && read_mark(at, '.') && read_number(at, &change->week) &&
           read_mark(at, '.') && read_number(at, &change->weekday) && change->month >= 1 &&
           change->month <= 12 && change->week >= 1 && change->week <= 5 && change->weekday <= 6;
}

static bool read_change(const char **at, struct zone_change *change)
{
    if (!read_mark(at, ','))
        return false;
    change->kind = isdigit((unsigned char)**at) ? 'n' : **at;
    if (change->kind != 'n')
        (*at) += **at != '\0';
    bool read = change->kind == 'M' ? read_weekday_of_month(at, change) : read_number(at, &change->day);
    change->seconds = DEFAULT_TIME;
    return read && strchr("MJn", change->kind) && (!read_mark(at, '/') || read_seconds(at, &change->seconds));
}

bool zone_rule_parse(struct zone_rule *rule, const char *text)
{
    int west = 0;
    *rule = (struct zone_rule){0};
    if (!read_name(&text) || !read_seconds(&text, &west))
        return false;
    rule->standard = -west;
    if (!*text)
        return true;
    rule->changes = true;
    west -= HOUR_SECONDS;
    if (!read_name(&text) || (*text != ',' && !read_seconds(&text, &west)))
        return false;
    rule->summer = -west;
    return read_change(&text, &rule->start) && read_change(&text, &rule->end) && !*text;
}

/* Midnight, as if local were UTC; a month or day out of range runs on into the next. */
static int64_t midnight(int year, int month, int day, int *weekday)
{
    struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
    int64_t when = timegm(&tm);
    *weekday = tm.tm_wday;
    return when;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t change_day(const struct zone_change *change, int year)
{
    int weekday;
    if (change->kind == 'n')
        return midnight(year, 1, 1 + change->day, &weekday);
    if (change->kind == 'J')
        return midnight(year, 1, change->day + (change->day >= 60 && is_leap(year)), &weekday);
    int64_t next_month = midnight(year, change->month + 1, 1, &weekday);
    int64_t first = midnight(year, change->month, 1, &weekday);
    int64_t day =
        first + (int64_t)DAY_SECONDS * ((change->weekday - weekday + 7) % 7 + 7 * (change->week - 1));
    return day < next_month ? day : day - INT64_C(7) * DAY_SECONDS;
}

int zone_rule_offset(const struct zone_rule *rule, int64_t when)
{
    if (!rule->changes)
        return rule->standard;
    struct tm tm;
    time_t local = when + rule->standard;
    gmtime_r(&local, &tm);
    int64_t start = change_day(&rule->start, tm.tm_year + 1900) + rule->start.seconds - rule->standard;
    int64_t end = change_day(&rule->end, tm.tm_year + 1900) + rule->end.seconds - rule->summer;
    bool summer = start < end ? start <= when && when < end : when < end || start <= when;
    return summer ? rule->summer : rule->standard;
}
