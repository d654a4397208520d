#pragma once

#include "base/text.h"
#include "base/work.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Writes JSON text member by member, commas included, in the order of the calls. `name` is the member's, or
 * NULL inside an array and at the top.
 */
struct writer {
    struct text text;
    bool more;         /* something stands before in the open object or array */
    struct work *work; /* that rests between values, or NULL */
    unsigned values;   /* written while there is work */
};

void write_object(struct writer *writer, const char *name);
void write_object_end(struct writer *writer);
void write_array(struct writer *writer, const char *name);
void write_array_end(struct writer *writer);

void write_text(struct writer *writer, const char *name, const char *value);
void write_integer(struct writer *writer, const char *name, int64_t value);
void write_real(struct writer *writer, const char *name, double value);
void write_bool(struct writer *writer, const char *name, bool value);

/*
 * A text of a list: what stands before it, and a format that is JSON already, with %s (whose text is escaped)
 * and %lld in it and no other '%'.
 */
void write_text_format(struct writer *writer, const char *stamp, size_t stamp_size, const char *format,
                       size_t format_size, va_list *arguments);

/* A text of a list that may have no NUL behind it. */
void write_text_of(struct writer *writer, const char *text, size_t size);

/* JSON text as it stands. */
void write_raw(struct writer *writer, const char *name, const char *json);
void write_raw_bytes(struct writer *writer, const char *name, const char *json, size_t size);

/* {"<name>":[ and what ends it: items come between. */
void write_list(struct writer *writer, const char *name);
void write_list_end(struct writer *writer);

/* A value of jansson's; borrowed. */
void write_json(struct writer *writer, const char *name, const json_t *value);

/* What was written, to be freed by the caller. */
char *writer_take(struct writer *writer);
