#pragma once

#include "base/text.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Writes JSON text member by member, commas included, in the order of the calls. `name` is the member's, or
 * NULL inside an array and at the top.
 */
struct writer {
    struct text text;
    bool more; /* something stands before in the open object or array */
};

void write_object(struct writer *writer, const char *name);
void write_object_end(struct writer *writer);
void write_array(struct writer *writer, const char *name);
void write_array_end(struct writer *writer);

void write_text(struct writer *writer, const char *name, const char *value);
void write_integer(struct writer *writer, const char *name, int64_t value);
void write_real(struct writer *writer, const char *name, double value);
void write_bool(struct writer *writer, const char *name, bool value);

/* A text of a list, in parts between begin and end: some to be escaped, some that are JSON already. */
void write_text_begin(struct writer *writer);
void write_text_part(struct writer *writer, const char *part, size_t size);
void write_text_escaped(struct writer *writer, const char *part, size_t size);
void write_text_integer(struct writer *writer, int64_t value);
void write_text_end(struct writer *writer);

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
