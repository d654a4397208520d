#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A text that grows; start with {0}. Always NUL-terminated once something was added. */
struct text {
    char *data;
    size_t size;
    size_t room;
};

void text_add(struct text *text, const char *more);
void text_add_bytes(struct text *text, const char *more, size_t size);
void text_add_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds the first letter of bytes (at least one) that may be no UTF-8; how many bytes it takes. A byte that is
 * none, or a NUL, becomes U+FFFD. */
size_t text_add_letter(struct text *text, const char *bytes, size_t size);

/* The same for what is shown on a terminal: letters that command it, or the direction of what follows, are
 * written as JSON escapes them (\u009b). */
size_t text_add_visible(struct text *text, const char *bytes, size_t size);

/* Adds bytes that may be no UTF-8, or hold a NUL: each such byte becomes U+FFFD. */
void text_add_utf8(struct text *text, const char *bytes, size_t size);

/* How many letters (code points) of UTF-8. */
size_t text_letters(const char *bytes, size_t size);

/* Makes room for so many bytes in all. */
void text_grow(struct text *text, size_t needed);

/* For a short beginning, which mostly differs in its first letters. */
static inline bool text_begins(const char *text, const char *beginning)
{
    while (*beginning && *text == *beginning)
        text++, beginning++;
    return !*beginning;
}

/* Where `more` bytes can be written behind the text, a NUL after them; the caller adds to `size` what it
 * wrote. */
static inline char *text_room(struct text *text, size_t more)
{
    size_t needed = text->size + more + 1;
    if (needed > text->room)
        text_grow(text, needed);
    char *end = text->data + text->size;
    end[more] = '\0';
    return end;
}

/* The text itself, to be freed by the caller ("" where nothing was added); `text` is empty again. */
char *text_take(struct text *text);

void text_free(struct text *text);

/* Writes the number's last hexadecimal digits, in lower case and without a NUL; gives where they end. */
char *hex_write(char *to, uint64_t number, int digits);
