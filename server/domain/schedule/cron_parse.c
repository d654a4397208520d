#include "base/die.h"
#include "domain/schedule/cron.h"
#include "domain/schedule/cron_fields.h"

#include <ctype.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Quartz keeps '*' and '?' as these numbers, and lets an expression write them as such. */
enum { ALL = 99, OPEN = 98 };

enum { NO_END = -1, SINGLE = 0 };

struct reader {
    struct cron *cron;
    enum cron_field field;
    char **reason;
};

static const struct {
    int low, high;
    int modulus;  /* of a range that wraps */
    int max_step; /* of a step without a range */
    const char *values;
    int step_text;
} fields[] = {
    [CRON_SECOND] = {0, 59, 60, 59, "Minute and Second values must be between 0 and 59", 60},
    [CRON_MINUTE] = {0, 59, 60, 59, "Minute and Second values must be between 0 and 59", 60},
    [CRON_HOUR] = {0, 23, 24, 23, "Hour values must be between 0 and 23", 24},
    [CRON_DAY] = {1, 31, 31, 31, "Day of month values must be between 1 and 31", 31},
    [CRON_MONTH] = {1, 12, 12, 12, "Month values must be between 1 and 12", 12},
    [CRON_WEEKDAY] = {1, 7, 7, 7, "Day-of-Week values must be between 1 and 7", 7},
    [CRON_YEAR] = {CRON_FIRST_YEAR, CRON_END_YEAR - 1, 0, INT_MAX, NULL, 0},
};

/* Steals the reason. */
static bool refuse_cron(const struct reader *reader, char *reason)
{
    if (reader->reason)
        *reader->reason = reason;
    else
        free(reason);
    return false;
}

/* Where Quartz stumbles over a missing character or number instead of looking for it. */
static bool refuse_format(const struct reader *reader, const char *at)
{
    return refuse_cron(reader, must_printf("Illegal cron expression format (at '%.40s')", at));
}

static bool is_day_field(enum cron_field field)
{
    return field == CRON_DAY || field == CRON_WEEKDAY;
}

static void put_value(const struct reader *reader, long value)
{
    long index = reader->field == CRON_YEAR ? value - CRON_FIRST_YEAR : value;
    if (value == OPEN && is_day_field(reader->field))
        reader->cron->open[reader->field] = true;
    else if (index >= 0 && index < CRON_VALUES)
        reader->cron->on[reader->field][index] = true;
}

static bool in_range(const struct reader *reader, int value, int end)
{
    enum cron_field field = reader->field;
    if (field == CRON_YEAR || value == ALL || (value == OPEN && is_day_field(field)))
        return true;
    return value >= fields[field].low && value <= fields[field].high && end <= fields[field].high;
}

/* A range that ends before it starts goes on from the field's first value: 22-2, NOV-FEB. */
static void put_range(const struct reader *reader, long start, long end, long step)
{
    int modulus = fields[reader->field].modulus, low = fields[reader->field].low;
    bool wraps = end < start;
    if (wraps)
        end += modulus;
    if (end >= CRON_END_YEAR)
        end = CRON_END_YEAR - 1;
    for (long value = start; value <= end; value += step)
        put_value(reader, wraps ? (value - low) % modulus + low : value);
}

/* `step` SINGLE: the value alone, but '*' means all of them at any step below 1. */
static bool add_values(const struct reader *reader, int value, int end, int step)
{
    if (!in_range(reader, value, end))
        return refuse_cron(reader, must_printf("%s", fields[reader->field].values));
    if (step == SINGLE && value != ALL) {
        put_value(reader, value);
        return true;
    }
    int start = value == ALL ? fields[reader->field].low : value;
    if (end == NO_END)
        end = fields[reader->field].high;
    else if (reader->field == CRON_YEAR && end < start)
        return refuse_cron(reader, must_printf("Start year must be less than stop year"));
    put_range(reader, start, end, step < 1 ? 1 : step);
    return true;
}

static bool take_number(const char **at, int *number)
{
    long value = 0;
    *number = 0;
    if (!isdigit((unsigned char)**at))
        return false;
    for (; isdigit((unsigned char)**at) && value <= INT_MAX; (*at)++)
        value = value * 10 + (**at - '0');
    *number = (int)value;
    return value <= INT_MAX;
}

/* A whole text as Java reads an integer. */
static bool read_integer(const char *at, int *number)
{
    bool minus = *at == '-';
    at += minus || *at == '+';
    bool read = take_number(&at, number) && !*at;
    *number = minus ? -*number : *number;
    return read;
}

static bool check_step(const struct reader *reader, int step)
{
    if (step <= fields[reader->field].max_step)
        return true;
    return refuse_cron(reader, must_printf("Increment > %d : %d", fields[reader->field].step_text, step));
}

/* n/step: from n on. */
static bool read_step(const struct reader *reader, const char *rest, int value)
{
    const char *at = rest;
    int step;
    if (!*rest)
        return refuse_cron(reader, must_printf("'/' must be followed by an integer."));
    if (!take_number(&at, &step))
        return refuse_format(reader, rest);
    if (at == rest + 1 && *at)
        return refuse_cron(reader, must_printf("Unexpected character '%c' after '/'", *at));
    return check_step(reader, step) && add_values(reader, value, NO_END, step);
}

/* n-end and n-end/step; Quartz does not bound a step that has a range. */
static bool read_range(const struct reader *reader, const char *rest, int value)
{
    int end, step = 1;
    if (!take_number(&rest, &end))
        return refuse_format(reader, rest);
    if (*rest == '/') {
        rest++;
        if (!take_number(&rest, &step))
            return refuse_format(reader, rest);
    }
    return add_values(reader, value, end, step);
}

static bool read_last_weekday(const struct reader *reader, const char *rest, int value)
{
    (void)rest;
    if (reader->field != CRON_WEEKDAY)
        return refuse_cron(reader, must_printf("'L' option is not valid here."));
    if (value < 1 || value > 7)
        return refuse_cron(reader, must_printf("%s", fields[CRON_WEEKDAY].values));
    reader->cron->last_weekday = true;
    put_value(reader, value);
    return true;
}

static bool read_nearest(const struct reader *reader, const char *rest, int value)
{
    (void)rest;
    if (reader->field != CRON_DAY)
        return refuse_cron(reader, must_printf("'W' option is not valid here."));
    if (value > 31)
        return refuse_cron(reader,
                           must_printf("The 'W' option does not make sense with values larger than 31"));
    reader->cron->nearest_weekday = true;
    put_value(reader, value);
    return true;
}

static bool read_nth(const struct reader *reader, const char *rest, int value)
{
    int nth;
    if (reader->field != CRON_WEEKDAY)
        return refuse_cron(reader, must_printf("'#' option is not valid here."));
    if (!read_integer(rest, &nth) || nth < 1 || nth > 5)
        return refuse_cron(reader, must_printf("A numeric value between 1 and 5 must follow the '#' option"));
    reader->cron->nth_weekday = nth;
    put_value(reader, value);
    return true;
}

static bool read_value(const struct reader *reader, const char *text)
{
    static const struct {
        char mark;
        bool (*read)(const struct reader *reader, const char *rest, int value);
    } suffixes[] = {
        {'L', read_last_weekday}, {'W', read_nearest}, {'#', read_nth}, {'-', read_range}, {'/', read_step},
    };
    int value;
    if (!take_number(&text, &value))
        return refuse_format(reader, text);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (*text == suffixes[i].mark)
            return suffixes[i].read(reader, text + 1, value);
    return add_values(reader, value, NO_END, SINGLE);
}

/* The number of a name of three letters. */
static bool find_name(const struct reader *reader, const char *name, int *number)
{
    static const struct {
        const char *names, *what;
    } known[CRON_FIELDS] = {
        [CRON_MONTH] = {"JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC", "Month"},
        [CRON_WEEKDAY] = {"SUNMONTUEWEDTHUFRISAT", "Day-of-Week"},
    };
    const char *names = known[reader->field].names;
    if (strlen(name) < 3)
        return refuse_format(reader, name);
    if (!names)
        return refuse_cron(reader, must_printf("Illegal characters for this position: '%.3s'", name));
    for (*number = 1; *names; names += 3, ++*number)
        if (strncmp(names, name, 3) == 0)
            return true;
    return refuse_cron(reader, must_printf("Invalid %s value: '%.3s'", known[reader->field].what, name));
}

static bool read_value_name(const struct reader *reader, const char *text)
{
    int value, end;
    if (!find_name(reader, text, &value))
        return false;
    if (text[3] == '-')
        return find_name(reader, text + 4, &end) && add_values(reader, value, end, 1);
    if (reader->field == CRON_WEEKDAY && text[3] == '#')
        return read_nth(reader, text + 4, value);
    if (reader->field == CRON_WEEKDAY && text[3] == 'L')
        return read_last_weekday(reader, text + 4, value);
    return add_values(reader, value, NO_END, SINGLE);
}

static bool read_open(const struct reader *reader, const char *text)
{
    const struct cron *cron = reader->cron;
    if (strlen(text) > 2)
        return refuse_cron(reader, must_printf("Illegal character after '?': %c", text[1]));
    if (!is_day_field(reader->field))
        return refuse_cron(reader, must_printf("'?' can only be specified for Day-of-Month or Day-of-Week."));
    if (reader->field == CRON_WEEKDAY && cron->open[CRON_DAY])
        return refuse_cron(reader,
                           must_printf("'?' can only be specified for Day-of-Month -OR- Day-of-Week."));
    if (reader->field == CRON_WEEKDAY && !cron->last_day && cron_lowest(cron, CRON_DAY) < 0)
        return refuse_format(reader, text);
    return add_values(reader, OPEN, NO_END, SINGLE);
}

/* *, * / step and / step; anything else after the '*' is passed over. */
static bool read_all_marks(const struct reader *reader, const char *text)
{
    int step;
    if (text[0] == '*' && text[1] != '/')
        return add_values(reader, ALL, NO_END, SINGLE);
    if (strcmp(text, "/") == 0)
        return refuse_cron(reader, must_printf("'/' must be followed by an integer."));
    text += text[0] == '*' ? 2 : 1;
    if (!*text)
        return refuse_cron(reader, must_printf("Unexpected end of string."));
    if (!read_integer(text, &step))
        return refuse_format(reader, text);
    return check_step(reader, step) && add_values(reader, ALL, NO_END, step);
}

/* L, LW, L-n and L-nW, but not a name that begins with L. */
static bool is_last(const char *text)
{
    if (*text++ != 'L')
        return false;
    if (*text == '-')
        text += 1 + strspn(text + 1, "0123456789");
    text += *text == 'W';
    return !*text;
}

/* Quartz passes over an L where it means nothing, and leaves that field without values. */
static bool read_last(const struct reader *reader, const char *text)
{
    struct cron *cron = reader->cron;
    const char *at = text + 1;
    if (reader->field == CRON_WEEKDAY)
        return add_values(reader, 7, NO_END, SINGLE);
    if (reader->field != CRON_DAY)
        return true;
    cron->last_day = true;
    if (*at == '-' && !*++at)
        return refuse_format(reader, text);
    if (isdigit((unsigned char)*at) && !take_number(&at, &cron->last_offset))
        return refuse_format(reader, text);
    if (cron->last_offset > 30)
        return refuse_cron(reader, must_printf("Offset from last day must be <= 30"));
    cron->nearest_weekday = *at == 'W';
    return true;
}

static bool read_element(const struct reader *reader, const char *text)
{
    if (is_last(text))
        return read_last(reader, text);
    if (isupper((unsigned char)*text))
        return read_value_name(reader, text);
    if (isdigit((unsigned char)*text))
        return read_value(reader, text);
    if (*text == '?')
        return read_open(reader, text);
    if (*text == '*' || *text == '/')
        return read_all_marks(reader, text);
    return refuse_cron(reader, must_printf("Unexpected character: %c", *text));
}

static bool check_lists(const struct reader *reader, const char *text)
{
    const char *nth = strchr(text, '#');
    bool last_in_list = strchr(text, 'L') && strchr(text, ',');
    if (reader->field == CRON_DAY && last_in_list)
        return refuse_cron(
            reader,
            must_printf(
                "Support for specifying 'L' and 'LW' with other days of the month is not implemented"));
    if (reader->field == CRON_WEEKDAY && last_in_list)
        return refuse_cron(
            reader, must_printf("Support for specifying 'L' with other days of the week is not implemented"));
    if (reader->field == CRON_WEEKDAY && nth && strchr(nth + 1, '#'))
        return refuse_cron(reader,
                           must_printf("Support for specifying multiple \"nth\" days is not implemented."));
    return true;
}

static bool read_field(const struct reader *reader, char *text)
{
    char *rest = NULL;
    if (!check_lists(reader, text))
        return false;
    for (char *element = strtok_r(text, ",", &rest); element; element = strtok_r(NULL, ",", &rest))
        if (!read_element(reader, element))
            return false;
    return true;
}

static char *trim(char *text)
{
    size_t size = strlen(text);
    while (size > 0 && isspace((unsigned char)text[size - 1]))
        text[--size] = '\0';
    return text + strspn(text, "\n\v\f\r");
}

static bool read_fields(struct reader *reader, char *text)
{
    char *rest = NULL;
    for (char *field = strtok_r(text, " \t", &rest); field && reader->field < CRON_FIELDS;
         field = strtok_r(NULL, " \t", &rest), reader->field++)
        if (!read_field(reader, trim(field)))
            return false;
    if (reader->field <= CRON_WEEKDAY)
        return refuse_cron(reader, must_printf("Unexpected end of expression."));
    if (reader->field == CRON_YEAR)
        add_values(reader, ALL, NO_END, SINGLE);
    if (reader->cron->open[CRON_DAY] == reader->cron->open[CRON_WEEKDAY])
        return refuse_cron(
            reader,
            must_printf("Support for specifying both a day-of-week AND a day-of-month parameter is not "
                        "implemented."));
    return true;
}

struct cron *cron_parse(const char *expression, char **reason)
{
    struct reader reader = {must_zalloc(sizeof(struct cron)), CRON_SECOND, reason};
    char *text = must_strdup(expression);
    for (char *at = text; *at; at++)
        *at = (char)toupper((unsigned char)*at);
    bool read = read_fields(&reader, text);
    free(text);
    if (read)
        return reader.cron;
    cron_free(reader.cron);
    return NULL;
}
