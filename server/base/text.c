#include "base/text.h"

#include "base/die.h"

#include <endian.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { FIRST_ROOM = 1000 };

void text_grow(struct text *text, size_t needed)
{
    text->room = needed < 2 * text->room ? 2 * text->room : needed < FIRST_ROOM ? FIRST_ROOM : needed;
    text->data = must_realloc(text->data, text->room);
}

void text_add_bytes(struct text *text, const char *more, size_t size)
{
    char *end = text_room(text, size);
    if (size > 0)
        memcpy(end, more, size);
    text->size += size;
}

void text_add(struct text *text, const char *more)
{
    text_add_bytes(text, more, strlen(more));
}

void text_add_format(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *end = text_room(text, (size_t)size);
    va_start(arguments, format);
    vsnprintf(end, (size_t)size + 1, format, arguments);
    va_end(arguments);
    text->size += (size_t)size;
}

/* The first letter of the bytes, and how many of them it takes; U+FFFD for one byte that is none, or a NUL.
 */
static size_t first_letter(const char *bytes, size_t size, utf8proc_int32_t *letter)
{
    utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)size, letter);
    if (step > 0 && *letter > 0)
        return (size_t)step;
    *letter = 0xFFFD;
    return 1;
}

size_t text_add_letter(struct text *text, const char *bytes, size_t size)
{
    utf8proc_int32_t letter;
    size_t step = first_letter(bytes, size, &letter);
    bool sound = letter != 0xFFFD;
    text_add_bytes(text, sound ? bytes : "\xEF\xBF\xBD", sound ? step : 3);
    return step;
}

static bool is_command(utf8proc_int32_t letter)
{
    utf8proc_category_t kind = utf8proc_category(letter);
    return kind == UTF8PROC_CATEGORY_CC || kind == UTF8PROC_CATEGORY_CF || kind == UTF8PROC_CATEGORY_ZL ||
           kind == UTF8PROC_CATEGORY_ZP;
}

static void add_escape(struct text *text, utf8proc_int32_t letter)
{
    if (letter > 0xFFFF)
        text_add_format(text, "\\u%04x", (unsigned)(0xD800 + ((letter - 0x10000) >> 10)));
    text_add_format(text, "\\u%04x", (unsigned)(letter > 0xFFFF ? 0xDC00 + (letter & 0x3FF) : letter));
}

size_t text_add_visible(struct text *text, const char *bytes, size_t size)
{
    utf8proc_int32_t letter;
    size_t step = first_letter(bytes, size, &letter);
    if (is_command(letter))
        add_escape(text, letter);
    else
        text_add_letter(text, bytes, size);
    return step;
}

void text_add_utf8(struct text *text, const char *bytes, size_t size)
{
    for (size_t done = 0; done < size;)
        done += text_add_letter(text, bytes + done, size - done);
}

size_t text_letters(const char *bytes, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return count;
}

char *text_take(struct text *text)
{
    char *data = text->data ? text->data : must_strdup("");
    *text = (struct text){0};
    return data;
}

void text_free(struct text *text)
{
    free(text->data);
    *text = (struct text){0};
}

/* The last eight digits, all at once: a half byte in each byte, and 'a' - '0' - 10 more where it is over 9.
 */
static void write_eight(char *to, uint32_t number)
{
    uint64_t halves = number;
    halves = (halves | halves << 16) & 0x0000FFFF0000FFFF;
    halves = (halves | halves << 8) & 0x00FF00FF00FF00FF;
    halves = (halves | halves << 4) & 0x0F0F0F0F0F0F0F0F;
    uint64_t letters = ((halves + 0x0606060606060606) >> 4) & 0x0101010101010101;
    uint64_t digits = htobe64(halves + 0x3030303030303030 + letters * ('a' - '0' - 10));
    memcpy(to, &digits, sizeof digits);
}

char *hex_write(char *to, uint64_t number, int digits)
{
    char all[16];
    write_eight(all, (uint32_t)(number >> 32));
    write_eight(all + 8, (uint32_t)number);
    memcpy(to, all + 16 - digits, (size_t)digits);
    return to + digits;
}
