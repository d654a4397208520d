#include "base/moment.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t moment_now(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t moment_monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t moment_micros(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

struct moment_text moment_format(int64_t moment)
{
    int64_t fraction = (moment % 1000 + 1000) % 1000;
    time_t seconds = (moment - fraction) / 1000;
    struct tm day;
    gmtime_r(&seconds, &day);
    struct moment_text text;
    snprintf(text.text, sizeof text.text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", day.tm_year + 1900,
             day.tm_mon + 1, day.tm_mday, day.tm_hour, day.tm_min, day.tm_sec, (int)fraction);
    return text;
}

/* Reads exactly `width` digits within [low, high] and moves past them. */
static bool take_digits(const char **text, int width, int low, int high, int *number)
{
    *number = 0;
    for (int i = 0; i < width; i++, (*text)++) {
        if (!isdigit((unsigned char)**text))
            return false;
        *number = *number * 10 + (**text - '0');
    }
    return *number >= low && *number <= high;
}

static bool take_one_of(const char **text, const char *accepted)
{
    return **text != '\0' && strchr(accepted, *(*text)++) != NULL;
}

int moment_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool take_date(const char **text, struct tm *day)
{
    if (!take_digits(text, 4, 0, 9999, &day->tm_year) || !take_one_of(text, "-") ||
        !take_digits(text, 2, 1, 12, &day->tm_mon) || !take_one_of(text, "-"))
        return false;
    if (!take_digits(text, 2, 1, moment_days_in_month(day->tm_year, day->tm_mon), &day->tm_mday))
        return false;
    day->tm_year -= 1900;
    day->tm_mon -= 1;
    return true;
}

static bool take_time(const char **text, struct tm *day)
{
    return take_digits(text, 2, 0, 23, &day->tm_hour) && take_one_of(text, ":") &&
           take_digits(text, 2, 0, 59, &day->tm_min) && take_one_of(text, ":") &&
           take_digits(text, 2, 0, 60, &day->tm_sec);
}

static bool take_fraction(const char **text, int *milliseconds)
{
    *milliseconds = 0;
    if (**text != '.')
        return true;
    const char *digits = ++*text;
    for (int weight = 100; isdigit((unsigned char)**text); weight /= 10, (*text)++)
        *milliseconds += weight * (**text - '0');
    return *text > digits;
}

/* "Z" or "+hh:mm", as minutes east of UTC. */
static bool take_offset(const char **text, int *minutes)
{
    *minutes = 0;
    char sign = **text;
    if (!take_one_of(text, "Zz+-"))
        return false;
    if (sign == 'Z' || sign == 'z')
        return true;
    int hours, rest;
    if (!take_digits(text, 2, 0, 23, &hours) || !take_one_of(text, ":") ||
        !take_digits(text, 2, 0, 59, &rest))
        return false;
    *minutes = (sign == '-' ? -1 : 1) * (hours * 60 + rest);
    return true;
}

bool moment_parse(const char *text, int64_t *moment)
{
    struct tm day = {0};
    int milliseconds, offset;
    if (!take_date(&text, &day) || !take_one_of(&text, "Tt ") || !take_time(&text, &day) ||
        !take_fraction(&text, &milliseconds) || !take_offset(&text, &offset) || *text)
        return false;
    *moment = ((int64_t)timegm(&day) - (int64_t)offset * 60) * 1000 + milliseconds;
    return true;
}
