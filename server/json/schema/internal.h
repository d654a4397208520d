#pragma once

/* What the files of the checker share. Only server/json includes this. */

#include "json/reading.h"
#include "json/schema/schema.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdint.h>

enum schema_rule {
#define RULE(name, kind) RULE_##name,
#include "json/schema/rules.def"
#undef RULE
    RULE_COUNT
};

enum schema_type {
    TYPE_OBJECT = 1,
    TYPE_ARRAY = 2,
    TYPE_STRING = 4,
    TYPE_NUMBER = 8,
    TYPE_INTEGER = 16,
    TYPE_BOOLEAN = 32,
    TYPE_NULL = 64,
};

/* Single subschemas of a schema. */
enum {
    SUB_REF,
    SUB_ADDITIONAL,
    SUB_CONTAINS,
    SUB_IF,
    SUB_THEN,
    SUB_ELSE,
    SUB_ITEMS,
    SUB_REST,
    SUB_NOT,
    SUB_NAMES,
    SUB_COUNT
};

/* Lists of subschemas; a tuple is `items` in its list form, SUB_REST what follows it. */
enum { LIST_ALL, LIST_ANY, LIST_ONE, LIST_TUPLE, LIST_COUNT };

enum {
    NUMBER_MAXIMUM,
    NUMBER_MINIMUM,
    NUMBER_EXCLUSIVE_MAXIMUM,
    NUMBER_EXCLUSIVE_MINIMUM,
    NUMBER_MULTIPLE_OF,
    NUMBER_COUNT
};

enum {
    SIZE_MAX_ITEMS,
    SIZE_MIN_ITEMS,
    SIZE_MAX_LENGTH,
    SIZE_MIN_LENGTH,
    SIZE_MAX_PROPERTIES,
    SIZE_MIN_PROPERTIES,
    SIZE_COUNT
};

/* What happens to a member that neither `properties` nor `patternProperties` names. */
enum schema_additional { ADDITIONAL_UNSAID, ADDITIONAL_ALLOWED, ADDITIONAL_REFUSED, ADDITIONAL_CHECKED };

struct schema_property {
    const char *name;
    size_t length;
    const struct schema *schema;
    json_t *fallback; /* its `default`, or NULL; the document's */
};

struct schema_name_pattern {
    pcre2_code *code;
    const struct schema *schema;
};

struct schema_list {
    struct schema **items;
    size_t count;
};

/* One schema object. Texts and values point into the document. */
struct schema {
    struct schema_unit *unit;
    struct schema *next; /* of the unit */
    const json_t *document;
    uint32_t rules;     /* a bit per enum schema_rule */
    uint8_t types;      /* bits of enum schema_type; 0: any */
    uint32_t visits;    /* how many schemas one value meets here; 0: not counted yet */
    bool nullable;      /* OpenAPI 3.0: null passes whatever else is asked */
    bool shaped;        /* has `properties` */
    uint8_t additional; /* enum schema_additional */

    struct schema_property *properties; /* in the document's order */
    struct schema_property *by_name;    /* by length, then bytes */
    size_t property_count;
    const char **required;
    size_t required_count;
    struct schema_name_pattern *name_patterns;
    size_t name_pattern_count;

    struct schema *sub[SUB_COUNT];
    struct schema_list lists[LIST_COUNT];
    const json_t *constant;
    const json_t *choices;
    const json_t *numbers[NUMBER_COUNT];
    size_t sizes[SIZE_COUNT];
    pcre2_code *pattern;
    const struct schema_format *format;
};

/* The schemas of one document (or library), and what they share. Matching uses the unit's block, so the
 * schemas of a unit are for one thread. */
struct schema_unit {
    json_t *document; /* what references are resolved in; a reference of our own */
    const char *reference_prefix;
    struct schema_library *library; /* that reads what references name; or NULL */
    struct schema *schemas;         /* the newest first */
    struct schema *bounded;         /* it and all before it are known to end; or NULL */
    struct schema_target *targets;  /* a hash table: documents that were referred to */
    size_t target_capacity, target_count;
    pcre2_compile_context *pattern_options;
    pcre2_match_context *match_limits;
    pcre2_match_data *match;
};

/* A new reference is taken of `document`. References must start with the prefix (a literal). */
struct schema_unit *schema_unit_new(json_t *document, const char *reference_prefix);
void schema_unit_free(struct schema_unit *unit);
struct schema *schema_unit_add(struct schema_unit *unit, const json_t *document);

/* The schema that was compiled for a document that is referred to, or NULL. */
struct schema *schema_target_find(const struct schema_unit *unit, const json_t *document);
void schema_target_put(struct schema_unit *unit, struct schema *schema);

/* False, and a new text in *error, where references of what was compiled since the last call go in a circle.
 */
bool schema_unit_bounded(struct schema_unit *unit, char **error);

/* Reads the shape that a reference ("Name" or "Name/...", its prefix aside) is about to go to. */
void schema_library_need(struct schema_library *library, const char *reference);

/* The part of the unit's document that a reference names, or NULL. */
const json_t *schema_reference_resolve(const struct schema_unit *unit, const char *reference);

/* Where we are, as a list on the C stack from the innermost step outwards; the first step has no parent. */
struct schema_step {
    const struct schema_step *parent;
    const char *name; /* NULL: an index */
    size_t index;
};

/* "a.b[0].c"; a new text. */
char *schema_path_text(const struct schema_step *at);

/* "#/properties/a", where the first step's name is "#"; a new text. */
char *schema_pointer_text(const struct schema_step *at);

/* Compiles `document` and all it refers to into the unit. NULL and a new text in *error otherwise. */
struct schema *schema_unit_compile(struct schema_unit *unit, const json_t *document, const char *pointer,
                                   char **error);

/* NULL, and a new text in *error, for what PCRE2 does not take. */
pcre2_code *schema_pattern_compile(struct schema_unit *unit, const char *pattern, char **error);

/* A search. Where matching would take too long it counts as not found. */
bool schema_pattern_found(const struct schema_unit *unit, const pcre2_code *pattern, const char *text,
                          size_t length);

struct schema_format {
    const char *name;
    const char *kind;                                     /* of its faults */
    bool (*holds)(const json_t *value);                   /* true for values of other types */
    char *(*text)(const char *name, const json_t *value); /* of its faults; new */
};

/* NULL for a format that is not asserted. */
const struct schema_format *schema_format_find(const char *name);

/* One run over a value. */
struct schema_checker {
    struct schema_findings *found; /* NULL: only whether there is something */
    bool reply;                    /* as schema_check_reply() */
    unsigned depth;
};

/* True when the value obeys the schema. */
bool schema_apply(struct schema_checker *checker, const struct schema *schema, const json_t *value,
                  const struct schema_step *at);

/* As schema_check(), reporting nothing; within the run of `outer`, or on its own (NULL). */
bool schema_obeyed(const struct schema_checker *outer, const struct schema *schema, const json_t *value);

/* The first branch of oneOf or anyOf that the value obeys, or NULL. */
const struct schema *schema_branch_of(const struct schema *schema, const json_t *value);

/* Reports a fault, if anybody wants to know, and returns false. */
bool schema_refuse(struct schema_checker *checker, enum schema_rule rule, const struct schema *schema,
                   const json_t *value, const struct schema_step *at);

/* The message of a broken rule; a new text. */
char *schema_message(enum schema_rule rule, const struct schema *schema, const json_t *value);

/* A fault and the real validator's word for its kind: "required", "type", "unionType". */
struct schema_finding {
    struct schema_fault fault;
    const char *kind;
};

struct schema_findings {
    size_t count;
    struct schema_finding *items;
};

/* Adds a fault that is not there yet; takes a reference of the value (NULL: absent), steals the message. */
void schema_findings_add(struct schema_findings *findings, const struct schema_step *at, const char *kind,
                         const json_t *value, char *message);

/* Moves all of `from` that `findings` does not hold yet. */
void schema_findings_move(struct schema_findings *findings, struct schema_findings *from);

/* Leaves out the faults of a kind, unless there are no others. */
void schema_findings_drop(struct schema_findings *findings, const char *kind);

/* Sorts by kind, as the real validator sorts what the branches of a oneOf complain of. */
void schema_findings_sort(struct schema_findings *findings);

/* Moves them all to the faults that the public functions report. */
void schema_findings_give(struct schema_findings *findings, struct schema_faults *faults);

/* The property of that name, or NULL. */
const struct schema_property *schema_property_find(const struct schema *schema, const char *name);

/* What `$ref` leads to in the end; the schema itself where there is none. */
const struct schema *schema_referred(const struct schema *schema);

/* True when `patternProperties` speaks of that name. */
bool schema_name_matched(const struct schema *schema, const char *name);

/* The bits of enum schema_type that a value has: an integer is a number too. */
unsigned schema_types_of(const json_t *value);
const char *schema_type_name(const json_t *value);

/* Below, at or above zero, exact also between integers and reals. */
int schema_number_compare(const json_t *left, const json_t *right);

#define SCHEMA_RULE(name)                                                                                    \
    bool schema_rule_##name(struct schema_checker *checker, const struct schema *schema,                     \
                            const json_t *value, const struct schema_step *at)

#define RULE(name, kind) SCHEMA_RULE(name);
#include "json/schema/rules.def"
#undef RULE
