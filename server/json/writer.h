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

/* JSON text as it stands. */
void write_raw(struct writer *writer, const char *name, const char *json);

/* A value of jansson's; borrowed. */
void write_json(struct writer *writer, const char *name, const json_t *value);

/* What was written, to be freed by the caller. */
char *writer_take(struct writer *writer);
