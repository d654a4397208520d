#include "json/schema/internal.h"

#include "base/die.h"
#include "base/moment.h"
#include "base/uuid.h"
#include "base/word.h"
#include "json/print.h"
#include "json/wide.h"

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

/* Seconds with a fraction, perhaps of no digits; 60 is one only at the end of an hour. */
static bool skip_seconds(const char **text, int minute)
{
    int second = digits(text, 2);
    if (second < 0 || second > (minute == 59 ? 60 : 59))
        return false;
    if (!skip(text, "."))
        return true;
    *text += strspn(*text, "0123456789");
    return true;
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
    const char *text = schema_is_text(value) ? json_string_value(value) : NULL;
    return !text || (skip_date(&text) && !*text);
}

static bool is_date_time(const json_t *value)
{
    int minute;
    const char *text = schema_is_text(value) ? json_string_value(value) : NULL;
    return !text || (skip_date(&text) && skip(&text, "Tt ") && skip_hours_minutes(&text, &minute) &&
                     skip(&text, ":") && skip_seconds(&text, minute) && skip_offset(&text) && !*text);
}

static const char uri_pattern[] =
    "^[A-Za-z][A-Za-z0-9+.-]*:(\\/\\/([A-Za-z0-9._~\\-%!$&'()*+,;=:]*@)?[A-Za-z0-9._~\\-!$&'()*+,;=%:\\[\\]]*"
    "(:[0-9]*)?)?[A-Za-z0-9._~\\-%!$&'()*+,;=:@\\/]*([?][A-Za-z0-9._~\\-%!$&'()*+,;=:@\\/?]*)?"
    "([#][A-Za-z0-9._~\\-%!$&'()*+,;=:@\\/?]*)?";

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SCHEME LETTERS "0123456789+.-"
#define USER LETTERS "0123456789._~-%!$&'()*+,;=:"
#define HOST USER "[]"
#define PATH USER "@/"
#define QUERY PATH "?"

/* "//user@host:port" */
static const char *after_authority(const char *at)
{
    if (strncmp(at, "//", 2) != 0)
        return at;
    at += 2;
    size_t user = strspn(at, USER);
    if (at[user] == '@')
        at += user + 1;
    return at + strspn(at, HOST);
}

/* What uri_pattern matches as a whole. */
static bool is_uri(const json_t *value)
{
    const char *text = schema_is_text(value) ? json_string_value(value) : NULL;
    if (!text)
        return true;
    size_t scheme = strspn(text, SCHEME);
    if (!strspn(text, LETTERS) || text[scheme] != ':')
        return false;
    const char *at = after_authority(text + scheme + 1);
    at += strspn(at, PATH);
    if (*at == '?')
        at += 1 + strspn(at + 1, QUERY);
    if (*at == '#')
        at += 1 + strspn(at + 1, QUERY);
    return !*at;
}

static bool is_uuid(const json_t *value)
{
    const char *text = schema_is_text(value) ? json_string_value(value) : NULL;
    return !text || uuid_valid(text);
}

static bool is_int64(const json_t *value)
{
    return !json_is_wide(value) || !json_wide_is_integer(value);
}

static bool is_int32(const json_t *value)
{
    json_int_t number = json_integer_value(value);
    return is_int64(value) && number >= INT32_MIN && number <= INT32_MAX;
}

static struct schema_words invalid_words(const char *name, const json_t *value)
{
    return (struct schema_words){must_strdup(json_string_value(value)), must_strdup(name)};
}

static struct schema_words uri_words(const char *name, const json_t *value)
{
    (void)value;
    return (struct schema_words){must_strdup(name), must_strdup(uri_pattern)};
}

static struct schema_words range_words(const char *name, const json_t *value)
{
    return (struct schema_words){json_print(value), must_strdup(name)};
}

/* The others pass. */
static const struct schema_format formats[] = {
    {"date", "dateTime", is_date, invalid_words}, {"date-time", "dateTime", is_date_time, invalid_words},
    {"int32", "range", is_int32, range_words},    {"int64", "range", is_int64, range_words},
    {"uri", "format", is_uri, uri_words},         {"uuid", "uuid", is_uuid, invalid_words},
};

const struct schema_format *schema_format_find(const char *name)
{
    size_t place = WORD_PLACE(formats, name);
    return place < sizeof formats / sizeof *formats ? &formats[place] : NULL;
}

bool schema_is_of_uuids(const struct schema *schema)
{
    return schema->format && schema->format->holds == is_uuid;
}

bool schema_is_of_longs(const struct schema *schema)
{
    return schema->format && schema->format->holds == is_int64;
}
