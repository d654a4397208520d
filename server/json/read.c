#include "json/read.h"

#include "base/die.h"
#include "json/fold.h"
#include "json/folded.h"
#include "json/plain.h"
#include "json/reading.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 100, LONGEST_NAME = 255, MOST_DIGITS = 18 };

/* Where the reader is. Its functions give NULL (or false) for whatever jansson is to judge. */
struct reader {
    const char *at;
    const char *end;
    int depth;
    const char *folded; /* name of the members that are folded, or NULL */
    bool unique;        /* names, in their object */
    struct fold_room room;
};

static json_t *read_value(struct reader *reader);

static bool skip(struct reader *reader, char wanted)
{
    reader->at = after_space(reader->at);
    if (*reader->at != wanted)
        return false;
    reader->at++;
    return true;
}

/* The end of the plain characters of a string; *ascii is cleared where they are more than that. */
static const char *run_end(const struct reader *reader, const char *at, bool *ascii)
{
    at = plain_end(at, reader->end, true);
    if ((unsigned char)*at < 0x80)
        return at;
    *ascii = false;
    return plain_end(at, reader->end, false);
}

static json_t *text_of(const char *text, size_t size, bool ascii)
{
    return ascii ? json_stringn_nocheck(text, size) : json_stringn(text, size);
}

/* The character that a short escape stands for; NUL for none. */
static char escaped(char letter)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *found = letter ? strchr(letters, letter) : NULL;
    return (char)(found ? meant[found - letters] : '\0');
}

/* Goes on with a string at its first backslash, `begin` being where the string began. */
static json_t *read_escaped(struct reader *reader, const char *begin, bool ascii)
{
    char *text = must_alloc((size_t)(reader->end - begin) + 1), *to = text;
    const char *from = begin;
    while (*reader->at == '\\' && escaped(reader->at[1])) {
        to = mempcpy(to, from, (size_t)(reader->at - from));
        *to++ = escaped(reader->at[1]);
        from = reader->at + 2;
        reader->at = run_end(reader, from, &ascii);
    }
    to = mempcpy(to, from, (size_t)(reader->at - from));
    json_t *string = *reader->at == '"' ? text_of(text, (size_t)(to - text), ascii) : NULL;
    reader->at += string != NULL;
    free(text);
    return string;
}

static json_t *read_string(struct reader *reader)
{
    bool ascii = true;
    const char *begin = ++reader->at;
    reader->at = run_end(reader, begin, &ascii);
    if (*reader->at == '\\')
        return read_escaped(reader, begin, ascii);
    if (*reader->at != '"')
        return NULL;
    return text_of(begin, (size_t)(reader->at++ - begin), ascii);
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static bool skip_digits(struct reader *reader)
{
    const char *begin = reader->at;
    while (is_digit(*reader->at))
        reader->at++;
    return reader->at > begin;
}

static bool skip_exponent(struct reader *reader)
{
    if ((*reader->at | 0x20) != 'e')
        return true;
    reader->at++;
    reader->at += *reader->at == '+' || *reader->at == '-';
    return skip_digits(reader);
}

static json_t *read_real(struct reader *reader, const char *begin)
{
    if (*reader->at == '.') {
        reader->at++;
        if (!skip_digits(reader))
            return NULL;
    }
    if (!skip_exponent(reader))
        return NULL;
    double real = strtod(begin, NULL);
    return isfinite(real) ? json_real(real) : NULL;
}

static json_t *read_number(struct reader *reader)
{
    const char *begin = reader->at;
    bool negative = *begin == '-';
    const char *digits = reader->at += negative;
    if (!skip_digits(reader) || (*digits == '0' && reader->at > digits + 1))
        return NULL;
    if (*reader->at == '.' || (*reader->at | 0x20) == 'e')
        return read_real(reader, begin);
    if (reader->at - digits > MOST_DIGITS)
        return NULL;
    json_int_t number = 0;
    for (; digits < reader->at; digits++)
        number = number * 10 + (*digits - '0');
    return json_integer(negative ? -number : number);
}

static json_t *read_word(struct reader *reader, const char *word, json_t *value)
{
    size_t size = strlen(word);
    if (strncmp(reader->at, word, size) != 0)
        return NULL;
    reader->at += size;
    return value;
}

static bool read_items(struct reader *reader, json_t *list)
{
    do {
        json_t *item = read_value(reader);
        if (!item)
            return false;
        json_array_append_new(list, item);
    } while (skip(reader, ','));
    return skip(reader, ']');
}

/* A name of letters that need no look, copied with a NUL behind it. */
static bool read_name(struct reader *reader, char *name)
{
    bool ascii = true;
    if (!skip(reader, '"'))
        return false;
    const char *begin = reader->at;
    reader->at = run_end(reader, begin, &ascii);
    size_t size = (size_t)(reader->at - begin);
    if (*reader->at != '"' || size > LONGEST_NAME || !ascii)
        return false;
    memcpy(name, begin, size);
    name[size] = '\0';
    reader->at++;
    return skip(reader, ':');
}

static json_t *read_member(struct reader *reader, const char *name)
{
    bool folds = reader->folded && strcmp(name, reader->folded) == 0;
    json_t *folded = folds ? json_fold(&reader->room, &reader->at, reader->end) : NULL;
    return folded ? folded : read_value(reader);
}

static bool read_members(struct reader *reader, json_t *object)
{
    for (size_t count = 1;; count++) {
        char name[LONGEST_NAME + 1];
        json_t *value = read_name(reader, name) ? read_member(reader, name) : NULL;
        if (!value)
            return false;
        json_object_set_new_nocheck(object, name, value);
        if (reader->unique && json_object_size(object) < count)
            return false;
        if (!skip(reader, ','))
            return skip(reader, '}');
    }
}

static json_t *read_container(struct reader *reader, json_t *container, char end,
                              bool (*read_parts)(struct reader *reader, json_t *container))
{
    reader->at++;
    reader->depth++;
    if (reader->depth <= DEEPEST && (skip(reader, end) || read_parts(reader, container))) {
        reader->depth--;
        return container;
    }
    json_decref(container);
    return NULL;
}

static json_t *read_value(struct reader *reader)
{
    reader->at = after_space(reader->at);
    switch (*reader->at) {
    case '{':
        return read_container(reader, json_object(), '}', read_members);
    case '[':
        return read_container(reader, json_array(), ']', read_items);
    case '"':
        return read_string(reader);
    case 't':
        return read_word(reader, "true", json_true());
    case 'f':
        return read_word(reader, "false", json_false());
    case 'n':
        return read_word(reader, "null", json_null());
    default:
        return read_number(reader);
    }
}

static json_t *read_whole(struct reader *reader, json_error_t *error)
{
    const char *text = reader->at;
    json_t *value = read_value(reader);
    fold_room_free(&reader->room);
    if (value && after_space(reader->at) == reader->end)
        return value;
    json_decref(value);
    size_t flags = JSON_DECODE_ANY | (reader->unique ? JSON_REJECT_DUPLICATES : 0);
    return json_loadb(text, (size_t)(reader->end - text), flags, error);
}

json_t *json_read_folding(const char *text, size_t size, const char *name, json_error_t *error)
{
    return read_whole(&(struct reader){.at = text, .end = text + size, .folded = name}, error);
}

json_t *json_read_unique(const char *text, size_t size, json_error_t *error)
{
    return read_whole(&(struct reader){.at = text, .end = text + size, .unique = true}, error);
}

json_t *json_read(const char *text, size_t size, json_error_t *error)
{
    return json_read_folding(text, size, NULL, error);
}

json_t *json_unfolded(const json_t *value)
{
    size_t size;
    if (!json_is_folded(value))
        return json_incref(json_reading(value));
    const char *text = json_folded_text(value, &size);
    return json_read(text, size, NULL);
}
