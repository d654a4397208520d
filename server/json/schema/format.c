#include "json/schema/internal.h"

#include "base/die.h"
#include "base/moment.h"
#include "base/uuid.h"
#include "base/word.h"

#include <string.h>

/* The number that the next `count` characters spell, or -1; moves *text behind them. */
static int digits(const char **text, int count)
{
    int number = 0;
    for (; count > 0; count--, (*text)++) {
        if (**text < '0' || **text > '9')
            return -1;
        number = 10 * number + (**text - '0');
    }
    return number;
}

/* Moves *text behind one of these characters, if one is there. */
static bool skip(const char **text, const char *any)
{
    bool there = **text && strchr(any, **text);
    *text += there;
    return there;
}

static bool skip_date(const char **text)
{
    int year = digits(text, 4);
    if (year < 0 || !skip(text, "-"))
        return false;
    int month = digits(text, 2);
    if (month < 1 || month > 12 || !skip(text, "-"))
        return false;
    int day = digits(text, 2);
    return day >= 1 && day <= moment_days_in_month(year, month);
}

static bool skip_hours_minutes(const char **text, int *minute)
{
    int hour = digits(text, 2);
    if (hour < 0 || hour > 23 || !skip(text, ":"))
        return false;
    *minute = digits(text, 2);
    return *minute >= 0 && *minute < 60;
}

/* Seconds with a fraction; 60 is one only at the end of an hour. */
static bool skip_seconds(const char **text, int minute)
{
    int second = digits(text, 2);
    if (second < 0 || second > (minute == 59 ? 60 : 59))
        return false;
    if (!skip(text, "."))
        return true;
    size_t fraction = strspn(*text, "0123456789");
    *text += fraction;
    return fraction > 0;
}

/* "Z" or "+01:00"; RFC 3339's "-00:00", an unknown one, is not taken. */
static bool skip_offset(const char **text)
{
    int minute;
    if (skip(text, "Zz"))
        return true;
    return strcmp(*text, "-00:00") != 0 && skip(text, "+-") && skip_hours_minutes(text, &minute);
}

static bool is_date(const json_t *value)
{
    const char *text = json_string_value(value);
    return !text || (skip_date(&text) && !*text);
}

static bool is_date_time(const json_t *value)
{
    int minute;
    const char *text = json_string_value(value);
    return !text || (skip_date(&text) && skip(&text, "Tt ") && skip_hours_minutes(&text, &minute) &&
                     skip(&text, ":") && skip_seconds(&text, minute) && skip_offset(&text) && !*text);
}

static const char uri_pattern[] = "(^[a-zA-Z][a-zA-Z0-9+-.]*:[^\\s]*$)|(^//[^\\s]*$)";

/* As uri_pattern says, where "+-." is a range that has "," in it. */
static bool is_uri(const json_t *value)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char others[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+,-.";
    const char *text = json_string_value(value);
    if (!text)
        return true;
    if (strpbrk(text, " \t\n\v\f\r"))
        return false;
    return strncmp(text, "//", 2) == 0 || (skip(&text, letters) && text[strspn(text, others)] == ':');
}

static bool is_uuid(const json_t *value)
{
    const char *text = json_string_value(value);
    return !text || uuid_valid(text);
}

static bool is_int32(const json_t *value)
{
    json_int_t number = json_integer_value(value);
    return number >= INT32_MIN && number <= INT32_MAX;
}

static char *invalid_text(const char *name, const json_t *value)
{
    return must_printf("%s is an invalid %s", json_string_value(value), name);
}

static char *uri_text(const char *name, const json_t *value)
{
    (void)value;
    return must_printf("does not match the %s pattern %s", name, uri_pattern);
}

static char *range_text(const char *name, const json_t *value)
{
    return must_printf("%" JSON_INTEGER_FORMAT " is beyond the range of %s", json_integer_value(value), name);
}

/* The others pass; an int64 is what every JSON integer is here. */
static const struct schema_format formats[] = {
    {"date", "dateTime", is_date, invalid_text}, {"date-time", "dateTime", is_date_time, invalid_text},
    {"int32", "format", is_int32, range_text},   {"uri", "format", is_uri, uri_text},
    {"uuid", "uuid", is_uuid, invalid_text},
};

const struct schema_format *schema_format_find(const char *name)
{
    size_t place = WORD_PLACE(formats, name);
    return place < sizeof formats / sizeof *formats ? &formats[place] : NULL;
}
