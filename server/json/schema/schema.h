#pragma once

#include "base/uuid.h"
#include "json/schema/faults.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * JSON Schema, compiled once and then only read. One checker serves the API's shapes (OpenAPI 3.0 component
 * schemas, schema/api) and the connectors' configurations (draft-07). Rules and messages of the second are
 * those of the validator that the real server uses: networknt 1.0.72 with its defaults
 * (docs/behaviour/configurations.md: formats asserted, `5.0` no integer, patterns searched, defaults never
 * filled in), slips of a schema included (docs/decisions/configurations.md). A schema, and the schemas of one
 * library, are for one thread: matching a pattern uses memory of theirs.
 */
struct schema;

/* Named schemas that may refer to each other with "#/components/schemas/NAME". */
struct schema_library;

/*
 * Compiles a stand-alone schema (keeps a reference of the document, which must not change); "#..." references
 * stay inside it. It never fails: what a schema says that draft-07 does not know or does not allow is taken
 * as the real validator takes it, which ignores most of it and breaks at some (a pattern that is none, a
 * bound that is no number, a reference to nowhere) once a value is checked. The first such slip is a new text
 * in *slip that begins with its JSON pointer ("#/properties/host: ..."), NULL where there is none; `slip` may
 * be NULL.
 */
struct schema *schema_compile(const json_t *document, char **slip);

/* Of a schema from schema_compile(); NULL is fine. */
void schema_free(struct schema *schema);

struct schema_library *schema_library_new(void);
void schema_library_free(struct schema_library *library);

/* Adds the schemas of a file of the build: a JSON object of them by name, borrowed until the library is
 * freed. They stay text until they are asked for. */
void schema_library_add(struct schema_library *library, const char *text);

/*
 * Lays amendments (JSON objects of them by the schemas' names) over what was added; a name that is not there
 * yet is a new schema. An amendment is a JSON merge patch (RFC 7386) whose lists add: members take the place
 * of members, null takes one away, the items of a list are added to it. `optional` is a list of names that
 * `required` loses.
 */
void schema_library_amend(struct schema_library *library, const char *text);

/* Adds those of a file that are not there yet. */
void schema_library_fill(struct schema_library *library, const char *text);

/* What amendments do, for one document: a schema or an object of them by name. */
void schema_amend(json_t *document, const json_t *amendment);

/* Compiles all that was added. False, and a new text in *error that begins with a JSON pointer, for the first
 * slip: our own schemas have none. */
bool schema_library_check(struct schema_library *library, char **error);

/* The schema of that name, or NULL. Borrowed. It is compiled when it is first asked for, and one that
 * schema_library_check() refuses ends the program. */
const struct schema *schema_library_find(struct schema_library *library, const char *name);

/* The document a schema was compiled from. Borrowed. */
const json_t *schema_document(const struct schema *schema);

/* Checks as the schema says, changes nothing; adds every fault to *faults and returns true when there was
 * none. */
bool schema_check(const struct schema *schema, const json_t *value, struct schema_faults *faults);

/* How strictly a request's body is taken. */
enum schema_strictness {
    SCHEMA_LENIENT, /* unknown properties pass; "8" for 8, "true" for true, 5 for "5", 5 for [5] are coerced
                     */
    SCHEMA_STRICT,  /* both are faults; an unknown property's message names the nearest known one */
};

/*
 * Checks a request body against an API shape and makes it what a handler may rely on, in place: null members
 * are dropped (null is absent), coerced scalars replaced, UUIDs in lower case, unknown members dropped,
 * absent members that have a `default` given it, required or not. Free-form parts (a schema without
 * `properties`; members that only additionalProperties allows) are left exactly as they came, nulls included;
 * where additionalProperties is a schema, they are admitted by it. Of oneOf and anyOf the first branch that
 * the value obeys as it came counts; what stands beside a $ref is not used for changes. A null in a list is a
 * fault. Returns true when there was no fault; all faults are reported.
 */
bool schema_admit(const struct schema *schema, json_t *body, enum schema_strictness strictness,
                  struct schema_faults *faults);

/* A body of one id, {"...Id": "<UUID>"} or {"id": <number>}, as most calls bring it: its name, borrowed from
 * the schema (NULL where it is no such body), and the UUID in lower case, or the number. */
struct schema_id {
    const char *name;
    size_t name_size;
    bool of_job; /* the number counts, and not the UUID */
    int64_t number;
    struct uuid id;
};

/* Reads a body of one id, and nothing else, where that is what the shape wants. False, and *id has no name,
 * for whatever is to be read and admitted. A NUL follows the text. */
bool schema_admit_id(const struct schema *schema, const char *text, size_t size, struct schema_id *id);

/* What schema_admit() would have made of it. New reference. */
json_t *schema_id_body(const struct schema_id *id);

/* Checks a reply against its shape as a strict generated client would: as schema_check(), and besides a null
 * or a member that the schema does not name is a fault (free-form parts aside). Inside the branches of allOf,
 * anyOf and oneOf, where no branch names every member, as schema_check(). */
bool schema_check_reply(const struct schema *schema, const json_t *reply, struct schema_faults *faults);
