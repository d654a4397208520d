#pragma once

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

#ifdef __SSE2__
/* The same of sixteen, in half the steps that two eights take. */
static inline size_t plain_of_sixteen(const char *at, bool ascii)
{
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at), low = _mm_set1_epi8(0x1f);
    __m128i control =
        ascii ? _mm_cmpgt_epi8(_mm_set1_epi8(0x20), bytes) : _mm_cmpeq_epi8(_mm_min_epu8(bytes, low), bytes);
    __m128i found = _mm_or_si128(control, _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                                       _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
    int mask = _mm_movemask_epi8(found);
    return mask ? (size_t)__builtin_ctz((unsigned)mask) : 16;
}
#else
static inline size_t plain_of_sixteen(const char *at, bool ascii)
{
    size_t plain = plain_of_eight(at, ascii);
    return plain < 8 ? plain : 8 + plain_of_eight(at + 8, ascii);
}
#endif

static inline bool plain_of_one(char letter, bool ascii)
{
    bool control = (unsigned char)letter < 0x20, other = ascii && (unsigned char)letter >= 0x80;
    return !control && !other && letter != '"' && letter != '\\';
}

/* Where the plain characters that begin at `at` end, as plain_of_eight() has them; a NUL is at `end`. */
static inline const char *plain_end(const char *at, const char *end, bool ascii)
{
    while (end - at >= 16) {
        size_t plain = plain_of_sixteen(at, ascii);
        at += plain;
        if (plain < 16)
            return at;
    }
    while (plain_of_one(*at, ascii))
        at++;
    return at;
}
