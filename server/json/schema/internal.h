#pragma once

/* What the files of the checker share. Only server/json includes this. */

#include "base/steps.h"
#include "base/text.h"
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
    TYPE_ANY = 127, /* of draft 3 */
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
enum { LIST_ALL, LIST_ANY, LIST_ONE, LIST_TUPLE, LIST_TYPES, LIST_COUNT };

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
    uint32_t index;   /* in the document's order */
    bool required;
};

struct schema_name_pattern {
    pcre2_code *code;
    const struct schema *schema;
};

struct schema_list {
    struct schema **items;
    size_t count;
};

/* What a member asks of its object: other members, or a schema. */
struct schema_dependency {
    const char *name;
    const json_t *needed; /* a list of names, or NULL */
    const struct schema *schema;
};

/* Where a schema stands: below a keyword of the one above it, perhaps by name. At the root, and where a
 * reference leads, there is only a name, "#" or the reference. Borrowed. */
struct schema_place {
    const struct schema *above;
    const char *keyword;
    const char *name;
};

/* One schema object. Texts and values point into the document. */
struct schema {
    struct schema_place place;
    struct schema_unit *unit;
    struct schema *next; /* of the unit */
    const json_t *document;
    char *broken;       /* why no value can be checked against it, or NULL */
    uint32_t rules;     /* a bit per enum schema_rule */
    uint8_t types;      /* bits of enum schema_type */
    bool nullable;      /* OpenAPI 3.0: null passes whatever else is asked */
    bool shaped;        /* has `properties` */
    uint8_t additional; /* enum schema_additional */

    struct schema_property *properties; /* in the document's order */
    struct schema_property *by_name;    /* by length, then bytes */
    size_t property_count;
    const char **required;
    size_t required_count;
    bool required_apart; /* a name that is required and none of the properties */
    struct schema_name_pattern *name_patterns;
    size_t name_pattern_count;
    struct schema_dependency *dependencies;
    size_t dependency_count;

    struct schema *sub[SUB_COUNT];
    struct schema_list lists[LIST_COUNT];
    const json_t *constant;
    const json_t *choices;
    const json_t *numbers[NUMBER_COUNT];
    int64_t sizes[SIZE_COUNT];
    pcre2_code *pattern;
    const struct schema_format *format;
};

/* The schemas of one document (or library), and what they share. Matching uses the unit's block, so the
 * schemas of a unit are for one thread. */
struct schema_unit {
    json_t *document; /* what references are resolved in; a reference of our own */
    const char *reference_prefix;
    struct schema_library *library; /* that reads what references name; or NULL: slips are tolerated */
    struct schema *schemas;         /* the newest first */
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

/* Compiles `document` and all it refers to into the unit. The first slip is a new text in *slip, and NULL is
 * returned for it, unless the unit is tolerant. */
struct schema *schema_unit_compile(struct schema_unit *unit, const json_t *document, const char *pointer,
                                   char **slip);

/* NULL, and a new text in *error, for what PCRE2 does not take. */
pcre2_code *schema_pattern_compile(struct schema_unit *unit, const char *pattern, char **error);

/* A search, which takes steps; once they are used up it counts as not found. */
bool schema_pattern_found(const struct schema_unit *unit, const pcre2_code *pattern, const char *text,
                          size_t length, struct steps *steps);

/* What a sentence says besides its own words; new texts, or NULL. */
struct schema_words {
    char *first, *second;
};

struct schema_format {
    const char *name;
    const char *kind;                                                    /* of its faults */
    bool (*holds)(const json_t *value);                                  /* true for values of other types */
    struct schema_words (*words)(const char *name, const json_t *value); /* of its faults */
};

/* NULL for a format that is not asserted. */
const struct schema_format *schema_format_find(const char *name);

/* True for a schema whose values are UUIDs, or whole numbers of 64 bits. */
bool schema_is_of_uuids(const struct schema *schema);
bool schema_is_of_longs(const struct schema *schema);

/*
 * One run over a value. The real validator has two flags that all its parts share, which decide what it says
 * of members that are missing: in a branch of a oneOf (`branching`) a schema that lacks one says nothing of
 * its other members and counts as no match (`matched`). We keep them as it does.
 */
struct schema_run {
    struct steps *steps;
    char *stop;      /* why the run ended before its end, or NULL */
    char *stop_path; /* where */
    bool branching;
    bool matched;
};

/* A run, or a part of it that reports on its own. */
struct schema_checker {
    struct schema_run *run;
    struct schema_findings *found; /* NULL: only whether there is something */
    bool reply;                    /* as schema_check_reply() */
    unsigned depth;
    /* The last object all of whose members were properties of a schema, and that schema; NULL for none. */
    const json_t *all_named;
    const struct schema *named_by;
};

/* Ends the run: nothing more is looked at, and all it reports is this message (stolen). */
void schema_stop(struct schema_checker *checker, const struct schema_step *at, char *message);

/* True when the value obeys the schema. */
bool schema_apply(struct schema_checker *checker, const struct schema *schema, const json_t *value,
                  const struct schema_step *at);

/* The same within that run, reporting nothing. */
bool schema_obeyed(const struct schema_checker *outer, const struct schema *schema, const json_t *value,
                   const struct schema_step *at);

/* The first branch of oneOf or anyOf that the value obeys, or NULL. Of `steps` NULL is a request's worth. */
const struct schema *schema_branch_of(const struct schema *schema, const json_t *value, struct steps *steps);

/* Reports a fault, if anybody wants to know, and returns false. */
bool schema_refuse(struct schema_checker *checker, enum schema_rule rule, const struct schema *schema,
                   const json_t *value, const struct schema_step *at);

/* What a fault of a kind is said of, and how its text begins. */
enum schema_kind_place {
    KIND_OF_VALUE,  /* "$.a: ..." */
    KIND_OF_PARENT, /* the same, but meant is the object or list above it */
    KIND_ALONE,     /* the sentence names the place itself, or none */
};

struct schema_kind {
    const char *name;     /* the real validator's: "required", "type", "unionType" */
    const char *keyword;  /* that asks for it */
    const char *code;     /* the real validator's */
    const char *sentence; /* {1} and {2} stand for the words */
    enum schema_kind_place place;
};

/* Ends badly for a name that is no kind's. */
const struct schema_kind *schema_kind_find(const char *name);

/* A new text. */
char *schema_sentence(const struct schema_kind *kind, const struct schema_words *words);

/* The real validator's word for the rule's kind, and for its keyword. */
const char *schema_rule_kind(enum schema_rule rule);

/* The words of a broken rule. */
struct schema_words schema_words_of(enum schema_rule rule, const struct schema *schema, const json_t *value,
                                    const struct schema_step *at);

/* The value of `type` as messages name it, "string" or "[string, unknown]"; a new text. */
char *schema_types_text(const json_t *type);

struct schema_finding {
    struct schema_fault fault;
    const struct schema_kind *kind;
    uint32_t hash; /* Java's */
    uint32_t rank; /* to be sorted by */
};

struct schema_findings {
    size_t count, room;
    struct schema_finding *items;
};

/* Adds a fault that is not there yet; takes a reference of the value (NULL: absent), steals the words.
 * `schema` is the one that is broken. */
void schema_findings_add(struct schema_findings *findings, const struct schema_step *at, const char *kind,
                         const struct schema *schema, const json_t *value, struct schema_words words);

/* Forgets all but the first `count`. */
void schema_findings_cut(struct schema_findings *findings, size_t count);

/* Moves those from `count` on before the one at `position`. */
void schema_findings_hoist(struct schema_findings *findings, size_t position, size_t count);

/* True where a run has found as much as is reported. */
bool schema_findings_full(const struct schema_findings *findings);

/* Moves all of `from` that `findings` does not hold yet. */
void schema_findings_move(struct schema_findings *findings, struct schema_findings *from);

/* Leaves out the faults of a kind; false, and they stay, where there are no others. */
bool schema_findings_drop(struct schema_findings *findings, const char *kind);

/* Sorts by rank; equals stay as they are. */
void schema_findings_sort(struct schema_findings *findings);

/* Sorts by kind, as the real validator sorts what the branches of a oneOf complain of. */
void schema_findings_kind_order(struct schema_findings *findings);

/* Sorts as a HashSet of Java's does. */
void schema_findings_hash_order(struct schema_findings *findings);

/* The hash code of the real validator's message, whose text is given. */
uint32_t schema_java_hash(const struct schema_kind *kind, const struct schema_step *at,
                          const struct schema *schema, const struct schema_words *words, const char *text);

/* "$.a: message" */
char *schema_fault_text(const struct schema_fault *fault);

/* Moves them all to the faults that the public functions report. */
void schema_findings_give(struct schema_findings *findings, struct schema_faults *faults);

/* The property of that name, or NULL. */
const struct schema_property *schema_property_find(const struct schema *schema, const char *name);

/* What `$ref` leads to in the end; the schema itself where there is none. */
const struct schema *schema_referred(const struct schema *schema);

/* True when `patternProperties` speaks of that name. */
bool schema_name_matched(const struct schema *schema, const char *name, struct steps *steps);

/* The bits of enum schema_type that a value has: an integer is a number too. */
unsigned schema_types_of(const json_t *value);
const char *schema_type_name(const json_t *value);

/* The bits of the type of that name, none for what is no type's name (or NULL). */
unsigned schema_type_named(const char *name);

/* True for a string that is one: neither a folded object nor a wide number. */
bool schema_is_text(const json_t *value);

#define SCHEMA_RULE(name)                                                                                    \
    bool schema_rule_##name(struct schema_checker *checker, const struct schema *schema,                     \
                            const json_t *value, const struct schema_step *at)

#define RULE(name, kind) SCHEMA_RULE(name);
#include "json/schema/rules.def"
#undef RULE
