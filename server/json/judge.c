#include "json/judge.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

/* Numbers of more letters may be wide (json/wide.h). */
enum { MOST_DIGITS = 18 };

/* Where a number that begins at `at` ends, or `at` itself. */
static const char *number_end(const char *at)
{
    return *at == '-' || (*at >= '0' && *at <= '9') ? at + strspn(at, "-+.eE0123456789") : at;
}

/* The same text with a zero for each number that jansson would find too large, so that it names what is
 * really wrong. */
static char *without_wide(const char *text, size_t size)
{
    char *copy = must_strndup(text, size);
    bool within = false;
    for (char *at = copy; *at; at++) {
        within ^= *at == '"';
        at += within && *at == '\\' && at[1];
        char *end = at + (within ? 0 : number_end(at) - at);
        bool large = end - at > MOST_DIGITS || memchr(at, 'e', (size_t)(end - at)) ||
                     memchr(at, 'E', (size_t)(end - at));
        if (large) {
            memset(at, ' ', (size_t)(end - at));
            *at = '0';
            at = end - 1;
        }
    }
    return copy;
}

json_t *json_judged(const char *text, size_t size, bool unique, json_error_t *error)
{
    json_error_t other = {0};
    size_t flags = JSON_DECODE_ANY | (unique ? JSON_REJECT_DUPLICATES : 0);
    error = error ? error : &other;
    json_t *value = json_loadb(text, size, flags, error);
    if (value || json_error_code(error) != json_error_numeric_overflow)
        return value;
    json_error_t first = *error;
    char *copy = without_wide(text, size);
    value = json_loadb(copy, strlen(copy), flags, error);
    if (value)
        *error = first;
    json_decref(value);
    free(copy);
    return NULL;
}
