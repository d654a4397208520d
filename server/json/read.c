#include "json/read.h"

#include "base/die.h"
#include "base/file.h"
#include "base/work.h"
#include "json/fold.h"
#include "json/folded.h"
#include "json/judge.h"
#include "json/plain.h"
#include "json/reading.h"
#include "json/unescape.h"
#include "json/wide.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 500, MOST_DIGITS = 18, DIGITS_OF_A_DOUBLE = 17 };

/* Where the reader is. Its functions give NULL (or false) for whatever jansson is to judge. */
struct reader {
    const char *at;
    const char *end;
    int depth;
    struct read_options options;
    size_t members; /* read so far, those of folded objects aside */
    size_t values;  /* likewise */
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

/* Goes on with a string at its first backslash, `begin` being where the string began. */
static json_t *read_escaped(struct reader *reader, const char *begin)
{
    size_t size = 1;
    bool ascii = false;
    char *text = must_alloc((size_t)(reader->end - begin) + 1), *to = text;
    const char *from = begin;
    while (*reader->at == '\\' && size) {
        to = mempcpy(to, from, (size_t)(reader->at - from));
        to = json_unescape(to, reader->at, &size);
        from = reader->at + size;
        reader->at = run_end(reader, from, &ascii);
    }
    to = mempcpy(to, from, (size_t)(reader->at - from));
    json_t *string = size && *reader->at == '"' ? text_of(text, (size_t)(to - text), false) : NULL;
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
        return read_escaped(reader, begin);
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

/* How many digits count, from the first that is no zero to the exponent. */
static size_t digits_of(const char *at, const char *end)
{
    size_t count = 0;
    for (; at < end && (*at | 0x20) != 'e'; at++)
        count += is_digit(*at) && (count > 0 || *at != '0');
    return count;
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
    size_t digits = digits_of(begin, reader->at);
    bool held = isfinite(real) && digits <= DIGITS_OF_A_DOUBLE && (real != 0 || digits == 0);
    return held ? json_real(real) : json_wide(begin, (size_t)(reader->at - begin));
}

static json_t *read_long(const struct reader *reader, const char *begin)
{
    errno = 0;
    long long number = strtoll(begin, NULL, 10);
    return errno ? json_wide(begin, (size_t)(reader->at - begin)) : json_integer(number);
}

static json_t *read_json_number(struct reader *reader)
{
    const char *begin = reader->at;
    bool negative = *begin == '-';
    const char *digits = reader->at += negative;
    if (!skip_digits(reader) || (*digits == '0' && reader->at > digits + 1))
        return NULL;
    if (*reader->at == '.' || (*reader->at | 0x20) == 'e')
        return read_real(reader, begin);
    if (reader->at - digits > MOST_DIGITS)
        return read_long(reader, begin);
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

/* A member's name: plain as it stands in the text, as most do, or a string. */
struct name {
    const char *text; /* of the text that is read, or of the string */
    size_t size;
    json_t *string;
};

/* The name is good until its `string` is let go. */
static bool read_member_name(struct reader *reader, struct name *name)
{
    bool ascii = true;
    if (!skip(reader, '"'))
        return false;
    const char *begin = reader->at;
    reader->at = run_end(reader, begin, &ascii);
    *name = (struct name){.text = begin, .size = (size_t)(reader->at - begin)};
    if (*reader->at == '"' && ascii) {
        reader->at++;
        return skip(reader, ':');
    }
    reader->at = begin - 1;
    name->string = read_string(reader);
    name->text = json_string_value(name->string);
    name->size = json_string_length(name->string);
    return name->string && skip(reader, ':');
}

static bool folds(const struct reader *reader, const struct name *name)
{
    const char *folded = reader->options.folded;
    return folded && strlen(folded) == name->size && memcmp(folded, name->text, name->size) == 0;
}

static json_t *read_member(struct reader *reader, const struct name *name)
{
    json_t *folded = folds(reader, name) ? json_fold(&reader->room, &reader->at, reader->end) : NULL;
    return folded ? folded : read_value(reader);
}

static bool too_many(const struct reader *reader)
{
    return reader->options.most_members && reader->members > reader->options.most_members;
}

static bool read_next_member(struct reader *reader, json_t *object)
{
    struct name name = {0};
    reader->members++;
    if (too_many(reader))
        return false;
    json_t *value = read_member_name(reader, &name) ? read_member(reader, &name) : NULL;
    if (value)
        json_object_setn_new_nocheck(object, name.text, name.size, value);
    json_decref(name.string);
    return value != NULL;
}

static bool read_members(struct reader *reader, json_t *object)
{
    for (size_t count = 1;; count++) {
        if (!read_next_member(reader, object))
            return false;
        if (reader->options.unique && json_object_size(object) < count)
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

enum { VALUES_A_LOOK = 64 };

static json_t *read_value(struct reader *reader)
{
    if (++reader->values % VALUES_A_LOOK == 0)
        work_meet(reader->options.work);
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
        return read_json_number(reader);
    }
}

static const char *after_mark(const char *text, const char *end)
{
    static const char mark[] = "\xEF\xBB\xBF";
    return end - text >= 3 && memcmp(text, mark, 3) == 0 ? text + 3 : text;
}

/* In jansson's form: lines and columns begin at 1. */
static void tell_too_many(const struct reader *reader, const char *text, json_error_t *error)
{
    if (!error)
        return;
    *error = (json_error_t){.line = 1, .column = 1};
    for (; text < reader->at; text++) {
        error->column = *text == '\n' ? 1 : error->column + 1;
        error->line += *text == '\n';
    }
    snprintf(error->text, sizeof error->text, "more than %zu members", reader->options.most_members);
}

static json_t *read_whole(struct reader *reader, json_error_t *error)
{
    const char *text = reader->at = after_mark(reader->at, reader->end);
    json_t *value = read_value(reader);
    fold_room_free(&reader->room);
    if (value && after_space(reader->at) == reader->end)
        return value;
    json_decref(value);
    if (!too_many(reader))
        return json_judged(text, (size_t)(reader->end - text), reader->options.unique, error);
    tell_too_many(reader, text, error);
    return NULL;
}

json_t *json_read_with(const char *text, size_t size, const struct read_options *options, json_error_t *error)
{
    return read_whole(&(struct reader){.at = text, .end = text + size, .options = *options}, error);
}

json_t *json_read_unique(const char *text, size_t size, json_error_t *error)
{
    return json_read_with(text, size, &(struct read_options){.unique = true}, error);
}

json_t *json_read(const char *text, size_t size, json_error_t *error)
{
    return json_read_with(text, size, &(struct read_options){0}, error);
}

json_t *json_unfolded(const json_t *value)
{
    size_t size;
    if (!json_is_folded(value))
        return json_incref(json_reading(value));
    const char *text = json_folded_text(value, &size);
    return json_read(text, size, NULL);
}

json_t *json_read_bytes(const char *bytes, size_t size)
{
    char *text = must_alloc(size + 1);
    memcpy(text, bytes, size);
    text[size] = '\0';
    json_t *value = json_read(text, size, NULL);
    free(text);
    return value;
}

json_t *json_read_file(const char *path, char **error)
{
    size_t size;
    json_error_t where;
    char *text = file_read(path, &size);
    json_t *value = text ? json_read(text, size, &where) : NULL;
    if (!text)
        *error = must_printf("%s: %s", path, strerror(errno));
    else if (!value)
        *error = must_printf("%s:%d: %s", path, where.line, where.text);
    free(text);
    return value;
}

json_t *json_stored(const char *text)
{
    json_error_t error;
    json_t *value = json_read(text, strlen(text), &error);
    if (!value)
        die("stored text: %s: %.200s", error.text, text);
    return value;
}

json_t *json_take(char *text)
{
    json_t *value = text ? json_stored(text) : NULL;
    free(text);
    return value;
}
