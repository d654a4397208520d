#pragma once

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Where white space ends. */
static inline const char *after_space(const char *at)
{
    while (*at == ' ' || (*at < ' ' && (*at == '\n' || *at == '\t' || *at == '\r')))
        at++;
    return at;
}

/* How many of eight bytes come before the first quote, backslash or control character, or, where only ASCII
 * is plain, before the first that is none. A bit of each byte is looked at. */
static inline size_t plain_of_eight(const char *at, bool ascii)
{
    static const uint64_t each = UINT64_C(0x0101010101010101);
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    bytes = le64toh(bytes);
    uint64_t quotes = bytes ^ each * '"', backslashes = bytes ^ each * '\\';
    uint64_t found = ((bytes - each * 0x20) & ~bytes) | ((quotes - each) & ~quotes) |
                     ((backslashes - each) & ~backslashes) | (ascii ? bytes : 0);
    found &= each * 0x80;
    return found ? (size_t)__builtin_ctzll(found) / 8 : 8;
}

static inline bool plain_of_one(char letter, bool ascii)
{
    bool control = (unsigned char)letter < 0x20, other = ascii && (unsigned char)letter >= 0x80;
    return !control && !other && letter != '"' && letter != '\\';
}

/* Where the plain characters that begin at `at` end, as plain_of_eight() has them; a NUL is at `end`. */
static inline const char *plain_end(const char *at, const char *end, bool ascii)
{
    while (end - at >= 8) {
        size_t plain = plain_of_eight(at, ascii);
        at += plain;
        if (plain < 8)
            return at;
    }
    while (plain_of_one(*at, ascii))
        at++;
    return at;
}
