#include "json/wide.h"

#include "base/die.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char MARK = '\xfe';

bool json_is_wide(const json_t *value)
{
    return json_is_string(value) && *json_string_value(value) == MARK;
}

json_t *json_wide(const char *text, size_t size)
{
    char *marked = must_alloc(size + 1);
    *marked = MARK;
    memcpy(marked + 1, text, size);
    json_t *wide = json_stringn_nocheck(marked, size + 1);
    free(marked);
    return wide;
}

const char *json_wide_text(const json_t *value)
{
    return json_string_value(value) + 1;
}

bool json_wide_is_integer(const json_t *value)
{
    return !strpbrk(json_wide_text(value), ".eE");
}

bool json_is_any_number(const json_t *value)
{
    return json_is_number(value) || json_is_wide(value);
}

double json_number_approximate(const json_t *number)
{
    return json_is_wide(number) ? strtod(json_wide_text(number), NULL) : json_number_value(number);
}

/* A decimal number: 0.DIGITS times ten to the `power`, where the first digit is none of the zeros. Zero has
 * no digits. The digits lie in the text, perhaps around a point. */
struct decimal {
    bool negative;
    const char *digits;
    size_t size; /* a point among them included */
    int64_t power;
};

/* An exponent so far out that no other number is near. */
static int64_t exponent_of(const char *text)
{
    static const long long farthest = INT64_MAX / 4;
    long long exponent = strtoll(text, NULL, 10);
    return exponent > farthest ? farthest : exponent < -farthest ? -farthest : exponent;
}

static struct decimal decimal_of(const char *text)
{
    struct decimal decimal = {.negative = *text == '-'};
    text += decimal.negative;
    size_t size = strspn(text, "0123456789.");
    const char *point = memchr(text, '.', size), *end = text + size;
    decimal.power = point ? point - text : end - text;
    if (*end)
        decimal.power += exponent_of(end + 1);
    for (; text < end && (*text == '0' || *text == '.'); text++)
        decimal.power -= *text == '0';
    while (end > text && (end[-1] == '0' || end[-1] == '.'))
        end--;
    decimal.digits = text;
    decimal.size = (size_t)(end - text);
    if (decimal.size == 0)
        decimal = (struct decimal){.digits = ""};
    return decimal;
}

/* The digit that stands there, without the point; zeros follow behind the last. Moves on. */
static int next_digit(const char **at, const char *end)
{
    if (*at < end && **at == '.')
        (*at)++;
    return *at < end ? *(*at)++ : '0';
}

static int digits_compare(const struct decimal *left, const struct decimal *right)
{
    const char *a = left->digits, *a_end = a + left->size, *b = right->digits, *b_end = b + right->size;
    while (a < a_end || b < b_end) {
        int difference = next_digit(&a, a_end) - next_digit(&b, b_end);
        if (difference)
            return difference;
    }
    return 0;
}

static int size_compare(const struct decimal *left, const struct decimal *right)
{
    if (!left->size || !right->size)
        return (left->size > 0) - (right->size > 0);
    if (left->power != right->power)
        return left->power < right->power ? -1 : 1;
    return digits_compare(left, right);
}

static int decimal_compare(const char *left, const char *right)
{
    struct decimal a = decimal_of(left), b = decimal_of(right);
    if (a.negative != b.negative)
        return a.negative ? -1 : 1;
    return a.negative ? size_compare(&b, &a) : size_compare(&a, &b);
}

enum { LONGEST_NARROW = 40 };

/* The text of a number, in `narrow` where it has none of its own. */
static const char *number_text(const json_t *number, char narrow[LONGEST_NARROW])
{
    if (json_is_wide(number))
        return json_wide_text(number);
    if (json_is_integer(number))
        snprintf(narrow, LONGEST_NARROW, "%" JSON_INTEGER_FORMAT, json_integer_value(number));
    else
        snprintf(narrow, LONGEST_NARROW, "%.17g", json_real_value(number));
    return narrow;
}

/* Holds every integer and every real exactly, where long double has 64 bits of mantissa or more. */
static long double exact(const json_t *number)
{
    return json_is_integer(number) ? (long double)json_integer_value(number)
                                   : (long double)json_real_value(number);
}

int json_number_compare(const json_t *left, const json_t *right)
{
    char left_text[LONGEST_NARROW], right_text[LONGEST_NARROW];
    if (json_is_wide(left) || json_is_wide(right))
        return decimal_compare(number_text(left, left_text), number_text(right, right_text));
    long double a = exact(left), b = exact(right);
    return (a > b) - (a < b);
}
