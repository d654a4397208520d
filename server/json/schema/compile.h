#pragma once

/* What the files that compile schemas share. Only server/json includes this. */

#include "json/schema/internal.h"

struct schema_compiler {
    struct schema_unit *unit;
    char *slip;                        /* the first; NULL while there is none */
    struct schema_place place;         /* of the parts that come next, their names aside */
    const struct schema_step *keyword; /* where that keyword is */
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

/* Notes the slip "<pointer>: <reason>"; true where the unit tolerates slips, so that what follows of the
 * keyword counts. */
bool schema_slip(struct schema_compiler *compiler, const struct schema_step *at, const char *reason);

/* The same for a keyword that counts for nothing then; false. */
bool schema_reject(struct schema_compiler *compiler, const struct schema_step *at, const char *reason);

/* The same where the real validator breaks once a value comes to the schema; false. */
bool schema_break(struct schema_compiler *compiler, struct schema *schema, const struct schema_step *at,
                  const char *reason);

/* Compiles a part of the document; NULL after a slip that is not tolerated. */
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
SCHEMA_KEYWORD(dependencies);

/* Notes which properties are required, once all keywords are compiled. */
void schema_mark_required(struct schema *schema);

/* Sets the rule's bit; true. */
bool schema_keyword_asks(struct schema *schema, enum schema_rule rule);
