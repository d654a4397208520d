/* How the value of each kind of option is read, described and shown. */
#include "command/option_row.h"

#include "base/die.h"
#include "base/moment.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool read_text(const struct option_row *row, const char *text, void *member)
{
    if (!*text && !row->may_be_empty)
        return false;
    *(const char **)member = text;
    return true;
}

static char *expect_text(const struct option_row *row)
{
    (void)row;
    return must_strdup("a text of one character or more");
}

static json_t *show_text(const struct option_row *row, const void *member)
{
    (void)row;
    const char *text = *(const char *const *)member;
    return text ? json_string(text) : json_null();
}

static bool read_list(const struct option_row *row, const char *text, void *member)
{
    (void)row;
    if (*text)
        option_list_add(member, text);
    return *text != '\0';
}

static json_t *show_list(const struct option_row *row, const void *member)
{
    (void)row;
    const struct option_list *list = member;
    json_t *items = json_array();
    for (size_t i = 0; i < list->count; i++)
        json_array_append_new(items, json_string(list->items[i]));
    return items;
}

static bool all_digits(const char *text)
{
    return *text && text[strspn(text, "0123456789")] == '\0';
}

static bool read_number(const struct option_row *row, const char *text, void *member)
{
    errno = 0;
    long long number = strtoll(text, NULL, 10);
    if (!all_digits(text) || errno || number < row->low || number > row->high)
        return false;
    *(int *)member = (int)number;
    return true;
}

static char *expect_number(const struct option_row *row)
{
    return must_printf("a whole number from %" PRId64 " to %" PRId64, row->low, row->high);
}

static json_t *show_number(const struct option_row *row, const void *member)
{
    (void)row;
    return json_integer(*(const int *)member);
}

static bool read_seed(const struct option_row *row, const char *text, void *member)
{
    (void)row;
    errno = 0;
    unsigned long long seed = strtoull(text, NULL, 10);
    if (!all_digits(text) || errno)
        return false;
    *(uint64_t *)member = seed;
    return true;
}

static char *expect_seed(const struct option_row *row)
{
    (void)row;
    return must_printf("a whole number from 0 to %" PRIu64, UINT64_MAX);
}

static json_t *show_seed(const struct option_row *row, const void *member)
{
    (void)row;
    return json_sprintf("%" PRIu64, *(const uint64_t *)member);
}

struct unit {
    const char *name;
    double scale;
};

static const struct unit sizes[] = {{"", 1},         {"B", 1},        {"K", 0x1p10},   {"M", 0x1p20},
                                    {"G", 0x1p30},   {"kB", 1e3},     {"MB", 1e6},     {"GB", 1e9},
                                    {"KiB", 0x1p10}, {"MiB", 0x1p20}, {"GiB", 0x1p30}, {0}};

static const struct unit spans[] = {{"", SECOND},    {"ms", 1},   {"s", SECOND}, {"m", MINUTE},
                                    {"min", MINUTE}, {"h", HOUR}, {"d", DAY},    {0}};

/* Reads digits with an optional fraction; what follows them, or NULL where there are none. */
static const char *read_decimal(const char *text, double *value)
{
    char *end;
    *value = strtod(text, &end);
    size_t size = strspn(text, "0123456789.");
    return size && text[0] != '.' && end == text + size ? end : NULL;
}

static bool read_amount(const struct option_row *row, const char *text, const struct unit *units,
                        int64_t *amount)
{
    double value;
    const char *rest = read_decimal(text, &value);
    const struct unit *unit = units;
    while (rest && unit->name && strcasecmp(rest, unit->name) != 0)
        unit++;
    if (!rest || !unit->name)
        return false;
    value = round(value * unit->scale);
    if (value < (double)row->low || value > (double)row->high)
        return false;
    *amount = (int64_t)value;
    return true;
}

static bool read_size(const struct option_row *row, const char *text, void *member)
{
    return read_amount(row, text, sizes, member);
}

static char *expect_size(const struct option_row *row)
{
    return must_printf("a size from %" PRId64 " to %" PRId64 " bytes, such as 10MiB", row->low, row->high);
}

static json_t *show_size(const struct option_row *row, const void *member)
{
    (void)row;
    return json_integer(*(const int64_t *)member);
}

static bool read_span(const struct option_row *row, const char *text, void *member)
{
    return read_amount(row, text, spans, member);
}

static char *expect_span(const struct option_row *row)
{
    return must_printf("a span from %g to %g seconds, such as 1.5, 500ms or 60s", (double)row->low / SECOND,
                       (double)row->high / SECOND);
}

static json_t *show_span(const struct option_row *row, const void *member)
{
    (void)row;
    return json_real((double)*(const int64_t *)member / SECOND);
}

static bool read_flag(const struct option_row *row, const char *text, void *member)
{
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on", "0", "1"};
    (void)row;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(text, words[i]) == 0) {
            *(bool *)member = i % 2;
            return true;
        }
    return false;
}

static char *expect_flag(const struct option_row *row)
{
    (void)row;
    return must_strdup("true or false");
}

static json_t *show_flag(const struct option_row *row, const void *member)
{
    (void)row;
    return json_boolean(*(const bool *)member);
}

static bool read_choice(const struct option_row *row, const char *text, void *member)
{
    const char *word = row->placeholder;
    for (int index = 0; *word; index++) {
        size_t size = strcspn(word, "|");
        if (strlen(text) == size && strncmp(word, text, size) == 0) {
            *(int *)member = index;
            return true;
        }
        word += size + (word[size] == '|');
    }
    return false;
}

static char *expect_choice(const struct option_row *row)
{
    return must_printf("one of %s", row->placeholder);
}

static json_t *show_choice(const struct option_row *row, const void *member)
{
    const char *word = row->placeholder;
    for (int index = *(const int *)member; index > 0; index--)
        word = strchr(word, '|') + 1;
    return json_stringn(word, strcspn(word, "|"));
}

static bool read_factor(const char *text, double *factor)
{
    double value;
    const char *rest = read_decimal(text, &value);
    if (!rest || strcasecmp(rest, "x") != 0 || value <= 0 || value > 1e6)
        return false;
    *factor = value;
    return true;
}

static bool read_mode(const char *text, enum clock_mode *mode)
{
    static const char *const modes[] = {
        [CLOCK_REAL] = "real", [CLOCK_FROZEN] = "frozen", [CLOCK_SKIP] = "skip"};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (modes[i] && strcmp(text, modes[i]) == 0) {
            *mode = (enum clock_mode)i;
            return true;
        }
    return false;
}

static bool read_clock(const struct option_row *row, const char *text, void *member)
{
    (void)row;
    struct option_clock clock = {.text = text, .mode = CLOCK_FROZEN, .start = INT64_MIN};
    if (read_factor(text, &clock.factor))
        clock.mode = CLOCK_SCALED;
    else if (!moment_parse(text, &clock.start) && !read_mode(text, &clock.mode))
        return false;
    *(struct option_clock *)member = clock;
    return true;
}

static char *expect_clock(const struct option_row *row)
{
    (void)row;
    return must_strdup("real, frozen, skip, an RFC 3339 time or a factor up to 1000000x");
}

static json_t *show_clock(const struct option_row *row, const void *member)
{
    (void)row;
    return json_string(((const struct option_clock *)member)->text);
}

static const struct kind {
    bool (*read)(const struct option_row *row, const char *text, void *member);
    char *(*expect)(const struct option_row *row);
    json_t *(*show)(const struct option_row *row, const void *member);
} kinds[] = {
    [OPTION_TEXT] = {read_text, expect_text, show_text},
    [OPTION_NUMBER] = {read_number, expect_number, show_number},
    [OPTION_SIZE] = {read_size, expect_size, show_size},
    [OPTION_DURATION] = {read_span, expect_span, show_span},
    [OPTION_FLAG] = {read_flag, expect_flag, show_flag},
    [OPTION_CHOICE] = {read_choice, expect_choice, show_choice},
    [OPTION_LIST] = {read_list, expect_text, show_list},
    [OPTION_CLOCK] = {read_clock, expect_clock, show_clock},
    [OPTION_SEED] = {read_seed, expect_seed, show_seed},
};

bool option_read(const struct option_row *row, const char *text, struct options *options)
{
    return kinds[row->kind].read(row, text, (char *)options + row->offset);
}

char *option_expected(const struct option_row *row)
{
    return kinds[row->kind].expect(row);
}

json_t *option_show(const struct option_row *row, const struct options *options)
{
    if (row->secret)
        return json_string("******");
    return kinds[row->kind].show(row, (const char *)options + row->offset);
}
