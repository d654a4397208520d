#pragma once

/* What the files that compile schemas share. Only server/json includes this. */

#include "json/schema/internal.h"

struct schema_compiler {
    struct schema_unit *unit;
    char *error; /* set once something returned false or NULL */
    unsigned depth;
};

/* A keyword of JSON Schema that is not a mere annotation. */
struct schema_keyword {
    const char *name;
    bool (*compile)(struct schema_compiler *compiler, struct schema *schema, const json_t *value,
                    const struct schema_step *at, const struct schema_keyword *keyword);
    enum schema_rule rule; /* that it adds; RULE_COUNT: none */
    unsigned slot;         /* SUB_, LIST_, NUMBER_ or SIZE_ */
};

/* NULL for an annotation or a word that no draft knows. */
const struct schema_keyword *schema_keyword_find(const char *name);

/* Keeps the error "<pointer>: <reason>"; false. */
bool schema_reject(struct schema_compiler *compiler, const struct schema_step *at, const char *reason);

/* Compiles a part of the document; NULL after an error. */
struct schema *schema_part(struct schema_compiler *compiler, const json_t *document,
                           const struct schema_step *at);

/* The same for what may be referred to: compiled once. */
struct schema *schema_target(struct schema_compiler *compiler, const json_t *document,
                             const struct schema_step *at);

#define SCHEMA_KEYWORD(name)                                                                                 \
    bool schema_keyword_##name(struct schema_compiler *compiler, struct schema *schema, const json_t *value, \
                               const struct schema_step *at, const struct schema_keyword *keyword)

/* Those of objects, in schema_shape.c. */
SCHEMA_KEYWORD(properties);
SCHEMA_KEYWORD(pattern_properties);
SCHEMA_KEYWORD(additional_properties);
SCHEMA_KEYWORD(required);

/* Sets the rule's bit; true. */
bool schema_keyword_asks(struct schema *schema, enum schema_rule rule);
