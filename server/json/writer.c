#include "json/writer.h"

#include "json/folded.h"
#include "json/quote.h"
#include "json/reading.h"
#include "json/wide.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_byte(struct text *text, char byte)
{
    *text_room(text, 1) = byte;
    text->size++;
}

/* Bytes that a JSON string is copied by. */
enum { COPIED = 256 };

enum { VALUES_A_LOOK = 64 };

static void rest(struct writer *writer)
{
    if (++writer->values % VALUES_A_LOOK == 0)
        work_meet(writer->work);
}

static void add_escaping(struct writer *writer, const char *value, size_t size)
{
    struct text *text = &writer->text;
    for (const char *at = value, *end = value + size; at < end;) {
        const char *stop = end - at < COPIED ? end : at + COPIED;
        char *to = text_room(text, (size_t)(stop - at) * LONGEST_ESCAPE);
        text->size += (size_t)(quote_put(to, at, stop) - to);
        at = stop;
        if (writer->work)
            rest(writer);
    }
}

static void add_quoted(struct writer *writer, const char *value, size_t size)
{
    struct text *text = &writer->text;
    if (size <= COPIED) {
        char *to = text_room(text, size * LONGEST_ESCAPE + strlen("\"\""));
        text->size += (size_t)(quote_put_whole(to, value, size) - to);
        return;
    }
    add_byte(text, '"');
    add_escaping(writer, value, size);
    add_byte(text, '"');
}

static void begin_long(struct writer *writer, const char *name, size_t size)
{
    if (writer->more)
        add_byte(&writer->text, ',');
    add_quoted(writer, name, size);
    add_byte(&writer->text, ':');
}

/* Begins an item of a list that takes so many bytes: gives where it is to be written. */
static inline char *begin_item(struct writer *writer, size_t room)
{
    if (writer->work)
        rest(writer);
    char *to = text_room(&writer->text, strlen(",") + room);
    if (writer->more)
        *to++ = ',';
    writer->more = true;
    return to;
}

/* The same of a member; of an item, where `name` is NULL. A comma, a name of the usual length and the value
 * take their room at once. */
static char *begin_value(struct writer *writer, const char *name, size_t room)
{
    if (!name)
        return begin_item(writer, room);
    size_t size = strlen(name);
    if (writer->work)
        rest(writer);
    if (size > COPIED) {
        begin_long(writer, name, size);
        writer->more = true;
        return text_room(&writer->text, room);
    }
    char *to = text_room(&writer->text, size * LONGEST_ESCAPE + strlen(",\"\":") + room);
    if (writer->more)
        *to++ = ',';
    writer->more = true;
    to = quote_put_whole(to, name, size);
    *to++ = ':';
    return to;
}

static void end_value(struct writer *writer, char *end)
{
    *end = '\0';
    writer->text.size = (size_t)(end - writer->text.data);
}

static void open_with(struct writer *writer, const char *name, char bracket)
{
    char *to = begin_value(writer, name, 1);
    *to++ = bracket;
    end_value(writer, to);
    writer->more = false;
}

static void close_with(struct writer *writer, char bracket)
{
    add_byte(&writer->text, bracket);
    writer->more = true;
}

void write_object(struct writer *writer, const char *name)
{
    open_with(writer, name, '{');
}

void write_object_end(struct writer *writer)
{
    close_with(writer, '}');
}

void write_array(struct writer *writer, const char *name)
{
    open_with(writer, name, '[');
}

void write_array_end(struct writer *writer)
{
    close_with(writer, ']');
}

void write_text(struct writer *writer, const char *name, const char *value)
{
    size_t size = strlen(value);
    bool usual = size <= COPIED;
    char *to = begin_value(writer, name, usual ? size * LONGEST_ESCAPE + strlen("\"\"") : 0);
    end_value(writer, usual ? quote_put_whole(to, value, size) : to);
    if (!usual)
        add_quoted(writer, value, size);
}

enum { MOST_DIGITS = sizeof "-9223372036854775808" - 1 };

/* Two digits at a time, from behind; gives where they end. */
static char *put_integer(char *to, int64_t value)
{
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
        "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
        "8081828384858687888990919293949596979899";
    char digits[MOST_DIGITS + 1], *first = digits + sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    for (; rest >= 10; rest /= 100) {
        first -= 2;
        memcpy(first, pairs + rest % 100 * 2, 2);
    }
    if (rest || first == digits + sizeof digits)
        *--first = (char)('0' + rest);
    if (value < 0)
        *--first = '-';
    return mempcpy(to, first, (size_t)(digits + sizeof digits - first));
}

static void add_integer(struct text *text, int64_t value)
{
    char *begin = text_room(text, MOST_DIGITS), *end = put_integer(begin, value);
    *end = '\0';
    text->size += (size_t)(end - begin);
}

/* What comes in the place of a %s or %lld, with room for so much behind it. */
static char *put_argument(struct writer *writer, char *to, char kind, size_t rest, va_list *arguments)
{
    if (kind != 's')
        return put_integer(to, va_arg(*arguments, long long));
    const char *text = va_arg(*arguments, const char *);
    size_t size = strlen(text);
    end_value(writer, to);
    to = text_room(&writer->text, size * LONGEST_ESCAPE + rest);
    return quote_put(to, text, text + size);
}

void write_text_format(struct writer *writer, const char *stamp, size_t stamp_size, const char *format,
                       size_t format_size, va_list *arguments)
{
    /* Each argument's place has two letters or four. */
    size_t left = format_size, room = left / 2 * MOST_DIGITS;
    char *to = begin_item(writer, stamp_size + left + room + strlen("\"\""));
    *to++ = '"';
    to = mempcpy(to, stamp, stamp_size);
    for (;;) {
        size_t plain = (size_t)((const char *)strchrnul(format, '%') - format);
        to = mempcpy(to, format, plain);
        if (plain == left)
            break;
        char kind = format[plain + 1];
        size_t taken = plain + (kind == 's' ? strlen("%s") : strlen("%lld"));
        format += taken;
        left -= taken;
        to = put_argument(writer, to, kind, left + room + 1, arguments);
    }
    *to++ = '"';
    end_value(writer, to);
}

void write_text_of(struct writer *writer, const char *text, size_t size)
{
    end_value(writer, begin_item(writer, 0));
    add_quoted(writer, text, size);
}

void write_integer(struct writer *writer, const char *name, int64_t value)
{
    end_value(writer, put_integer(begin_value(writer, name, MOST_DIGITS), value));
}

void write_real(struct writer *writer, const char *name, double value)
{
    json_auto_t *number = json_real(value);
    write_json(writer, name, number);
}

void write_bool(struct writer *writer, const char *name, bool value)
{
    write_raw(writer, name, value ? "true" : "false");
}

void write_raw_bytes(struct writer *writer, const char *name, const char *json, size_t size)
{
    end_value(writer, mempcpy(begin_value(writer, name, size), json, size));
}

void write_raw(struct writer *writer, const char *name, const char *json)
{
    write_raw_bytes(writer, name, json, strlen(json));
}

void write_list(struct writer *writer, const char *name)
{
    write_object(writer, NULL);
    write_array(writer, name);
}

void write_list_end(struct writer *writer)
{
    write_array_end(writer);
    write_object_end(writer);
}

static void add_value(struct writer *writer, const json_t *value);

static void add_members(struct writer *writer, json_t *object)
{
    struct text *text = &writer->text;
    const char *name;
    json_t *member;
    char before = '{';
    json_object_foreach (object, name, member) {
        if (writer->work)
            rest(writer);
        add_byte(text, before);
        add_quoted(writer, name, strlen(name));
        add_byte(text, ':');
        add_value(writer, member);
        before = ',';
    }
    text_add(text, before == ',' ? "}" : "{}");
}

static void add_items(struct writer *writer, const json_t *list)
{
    add_byte(&writer->text, '[');
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (writer->work)
            rest(writer);
        if (i > 0)
            add_byte(&writer->text, ',');
        add_value(writer, json_array_get(list, i));
    }
    add_byte(&writer->text, ']');
}

/* As few digits as read back the same number; a fraction or an exponent keeps it a real one. */
static void add_real(struct text *text, const json_t *value)
{
    char digits[32];
    double number = json_real_value(value);
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, number);
        if (strtod(digits, NULL) == number)
            break;
    }
    text_add(text, digits);
    if (!strpbrk(digits, ".e"))
        text_add(text, ".0");
}

static void add_string(struct writer *writer, const json_t *value)
{
    struct text *text = &writer->text;
    size_t size = json_string_length(value);
    const char *bytes = json_string_value(value);
    if ((unsigned char)*bytes < JSON_FIRST_MARK) {
        add_quoted(writer, bytes, size);
    } else if (json_is_folded(value)) {
        const char *folded = json_folded_text(value, &size);
        text_add_bytes(text, folded, size);
    } else {
        text_add(text, json_wide_text(value));
    }
}

static void add_value(struct writer *writer, const json_t *value)
{
    struct text *text = &writer->text;
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        add_members(writer, json_reading(value));
        break;
    case JSON_ARRAY:
        add_items(writer, value);
        break;
    case JSON_STRING:
        add_string(writer, value);
        break;
    case JSON_INTEGER:
        add_integer(text, json_integer_value(value));
        break;
    case JSON_REAL:
        add_real(text, value);
        break;
    default:
        text_add(text, json_is_null(value) ? "null" : json_is_true(value) ? "true" : "false");
    }
}

void write_json(struct writer *writer, const char *name, const json_t *value)
{
    end_value(writer, begin_value(writer, name, 0));
    add_value(writer, value);
}

char *writer_take(struct writer *writer)
{
    writer->more = false;
    return text_take(&writer->text);
}
