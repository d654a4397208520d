#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

static void begin(struct writer *writer, const char *name)
{
    if (writer->more)
        text_add_bytes(&writer->text, ",", 1);
    writer->more = true;
    if (name) {
        text_add_bytes(&writer->text, "\"", 1);
        text_add(&writer->text, name);
        text_add_bytes(&writer->text, "\":", 2);
    }
}

static void open_with(struct writer *writer, const char *name, const char *bracket)
{
    begin(writer, name);
    text_add_bytes(&writer->text, bracket, 1);
    writer->more = false;
}

static void close_with(struct writer *writer, const char *bracket)
{
    text_add_bytes(&writer->text, bracket, 1);
    writer->more = true;
}

void write_object(struct writer *writer, const char *name)
{
    open_with(writer, name, "{");
}

void write_object_end(struct writer *writer)
{
    close_with(writer, "}");
}

void write_array(struct writer *writer, const char *name)
{
    open_with(writer, name, "[");
}

void write_array_end(struct writer *writer)
{
    close_with(writer, "]");
}

static bool needs_escape(unsigned char byte)
{
    return byte < 0x20 || byte == '"' || byte == '\\';
}

static void add_escaped(struct text *text, unsigned char byte)
{
    static const char letters[] = "\b\f\n\r\t\"\\";
    static const char *const escapes[] = {"\\b", "\\f", "\\n", "\\r", "\\t", "\\\"", "\\\\"};
    const char *found = byte ? strchr(letters, byte) : NULL;
    if (found)
        text_add_bytes(text, escapes[found - letters], 2);
    else
        text_add_format(text, "\\u%04x", byte);
}

void write_text(struct writer *writer, const char *name, const char *value)
{
    begin(writer, name);
    text_add_bytes(&writer->text, "\"", 1);
    for (const char *at = value; *at;) {
        const char *plain = at;
        while (*at && !needs_escape((unsigned char)*at))
            at++;
        text_add_bytes(&writer->text, plain, (size_t)(at - plain));
        if (*at)
            add_escaped(&writer->text, (unsigned char)*at++);
    }
    text_add_bytes(&writer->text, "\"", 1);
}

void write_integer(struct writer *writer, const char *name, int64_t value)
{
    begin(writer, name);
    char digits[24];
    char *first = digits + sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do
        *--first = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        *--first = '-';
    text_add_bytes(&writer->text, first, (size_t)(digits + sizeof digits - first));
}

/* As few digits as read back the same number. */
void write_real(struct writer *writer, const char *name, double value)
{
    json_auto_t *number = json_real(value);
    write_json(writer, name, number);
}

void write_bool(struct writer *writer, const char *name, bool value)
{
    write_raw(writer, name, value ? "true" : "false");
}

void write_raw(struct writer *writer, const char *name, const char *json)
{
    begin(writer, name);
    text_add(&writer->text, json);
}

void write_json(struct writer *writer, const char *name, const json_t *value)
{
    char *json = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    write_raw(writer, name, json);
    free(json);
}

char *writer_take(struct writer *writer)
{
    writer->more = false;
    return text_take(&writer->text);
}
