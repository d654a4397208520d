#pragma once

#include "json/schema/schema.h"
#include "json/writer.h"

/*
 * Writes a value (borrowed) as an API shape has it: the members that the schema names, in the schema's order;
 * nulls and members it does not name are left out; free-form parts come in jsonb order. So a reply's key
 * order is that of schema/api/, whatever order a handler built it in.
 */
void write_shaped(struct writer *writer, const char *name, const struct schema *schema, const json_t *value);
