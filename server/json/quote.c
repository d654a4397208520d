#include "json/quote.h"

#include "json/plain.h"

#include <stdbool.h>
#include <string.h>

static char *put_unicode(char *to, unsigned char byte)
{
    static const char digits[] = "0123456789ABCDEF";
    to = mempcpy(to, "\\u00", 4);
    *to++ = digits[byte >> 4];
    *to++ = digits[byte & 0xf];
    return to;
}

static char *put_escaped(char *to, unsigned char byte)
{
    static const char letters[] = "\b\f\n\r\t\"\\", escapes[] = "bfnrt\"\\";
    const char *found = byte ? memchr(letters, byte, sizeof letters - 1) : NULL;
    if (!found)
        return put_unicode(to, byte);
    *to++ = '\\';
    *to++ = escapes[found - letters];
    return to;
}

/* The same bytes, if they are four to seven and all plain: as two fours that overlap. NULL where they are
 * not. */
static char *put_fours(char *to, const char *at, const char *end)
{
    char both[8];
    memcpy(both, at, 4);
    memcpy(both + 4, end - 4, 4);
    if (plain_of_eight(both, false) < 8)
        return NULL;
    memcpy(to, both, 4);
    memcpy(to + (end - at) - 4, both + 4, 4);
    return to + (end - at);
}

/* The same of eight to fifteen, as two eights. */
static char *put_eights(char *to, const char *at, const char *end)
{
    char both[16];
    memcpy(both, at, 8);
    memcpy(both + 8, end - 8, 8);
    if (plain_of_sixteen(both, false) < 16)
        return NULL;
    memcpy(to, both, 8);
    memcpy(to + (end - at) - 8, both + 8, 8);
    return to + (end - at);
}

static char *put_few(char *to, const char *at, const char *end)
{
    if (end - at >= 8)
        return put_eights(to, at, end);
    return end - at >= 4 ? put_fours(to, at, end) : NULL;
}

/* The last sixteen bytes of more, if those before were plain: they overlap. NULL where they are not. */
static char *put_last(char *to, const char *at, const char *end)
{
    if (plain_of_sixteen(end - 16, false) < 16)
        return NULL;
    memcpy(to + (end - at) - 16, end - 16, 16);
    return to + (end - at);
}

/* Of the bytes that are copied at once, those from an escape on are overwritten. */
char *quote_put(char *to, const char *at, const char *end)
{
    const char *begin = at;
    bool escaped = false;
    while (end - at >= 16) {
        size_t plain = plain_of_sixteen(at, false);
        memcpy(to, at, 16);
        to += plain;
        at += plain;
        escaped |= plain < 16;
        if (plain < 16)
            to = put_escaped(to, (unsigned char)*at++);
    }
    char *after = at > begin && at < end && !escaped ? put_last(to, at, end) : put_few(to, at, end);
    if (after)
        return after;
    for (; at < end; at++)
        to = plain_of_one(*at, false) ? mempcpy(to, at, 1) : put_escaped(to, (unsigned char)*at);
    return to;
}

char *quote_put_whole(char *to, const char *value, size_t size)
{
    *to++ = '"';
    to = quote_put(to, value, value + size);
    *to++ = '"';
    *to = '\0';
    return to;
}
