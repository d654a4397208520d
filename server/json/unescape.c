#include "json/unescape.h"

#include <string.h>

/* The character that a short escape stands for; NUL for none. */
static char escaped(char letter)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *found = letter ? strchr(letters, letter) : NULL;
    return (char)(found ? meant[found - letters] : '\0');
}

static int hex_value(char letter)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = letter ? strchr(digits, letter | 0x20) : NULL;
    return found && letter >= '0' ? (int)(found - digits) : -1;
}

/* The UTF-16 unit of an escape that begins at its backslash; -1 for what is none. */
static long unit_of(const char *at)
{
    long unit = 0;
    if (at[0] != '\\' || at[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = hex_value(at[i]);
        if (digit < 0)
            return -1;
        unit = unit << 4 | digit;
    }
    return unit;
}

/* Reads "\u00e9", or the two of a pair; gives how many letters that were, 0 for what jansson is to judge. */
static size_t read_unicode(const char *at, long *point)
{
    static const long first = 0xD800, second = 0xDC00, behind = 0xE000;
    *point = unit_of(at);
    if (*point < first || *point >= behind)
        return *point > 0 ? 6 : 0;
    long low = *point < second ? unit_of(at + 6) : -1;
    if (low < second || low >= behind)
        return 0;
    *point = 0x10000 + ((*point - first) << 10) + (low - second);
    return 12;
}

static char *put_utf8(char *to, long point)
{
    int more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0x00, 0xC0, 0xE0, 0xF0};
    *to++ = (char)(lead[more] | point >> (6 * more));
    while (more-- > 0)
        *to++ = (char)(0x80 | (point >> (6 * more) & 0x3F));
    return to;
}

char *json_unescape(char *to, const char *at, size_t *size)
{
    long point;
    char meant = escaped(at[1]);
    *size = meant ? 2 : read_unicode(at, &point);
    if (meant)
        *to++ = meant;
    else if (*size)
        to = put_utf8(to, point);
    return to;
}
