#pragma once

#include <jansson.h>
#include <stdbool.h>

/* What the catalog_*.c files share. */

/* A stream with the members of the API's shape in its order: absent lists are empty, an absent schema is {};
 * `jsonSchema` as it came. New reference. */
json_t *stream_complete(const json_t *stream);

/* The same with a schema of its own, in jsonb order. New reference. */
json_t *stream_stored(const json_t *stream);

/* The sync mode that discovery proposes. Borrowed. */
const char *stream_first_mode(const json_t *stream);

/* The modes that later releases choose for a stream: docs/decisions/releases.md#schema-propagation. */
void config_choose_modes(json_t *config, const json_t *stream);

/* Whether it is what replies tell of a stream's settings where nobody said anything: false, an empty list. */
bool setting_says_nothing(const json_t *value);

/* Gives a config, as it is stored or shown, what later releases let clients set beside the rest. */
void config_carry(json_t *config, const json_t *settings);

/* The list of that name, or an empty one. New reference. */
json_t *list_member(const json_t *object, const char *name);

/* Adds a few columns that something of that name might have: the same for the same name. */
void plausible_columns(json_t *properties, const char *name);

/* {"streams": [...]}; steals the list. New reference. */
json_t *catalog_of(json_t *streams);

/* Entries by name and namespace, in the catalog's order, the first of equal ones. New reference. */
json_t *catalog_index(const json_t *catalog);

/* The entry of an index for that stream (name and namespace count), or NULL. Borrowed. */
json_t *catalog_indexed(const json_t *index, const json_t *stream);

/* The first "properties" in a schema, depth first, as field selection looks for it; NULL for none. Borrowed.
 */
json_t *schema_properties(json_t *json_schema);

/* [{"fieldPath": [name]}, ...] for a schema's properties. New reference. */
json_t *schema_selected_fields(json_t *json_schema);

/* The first names of the paths of a config's selectedFields: {name: true}. New reference. */
json_t *selected_field_names(const json_t *config);

/* Keeps the schema's properties of these names only, in place. */
void schema_prune(json_t *json_schema, const json_t *names);

/* A schema's fields for the diff: {key: {"path": [...], "schema": {...}}}, in the order of the walk; the key
 * is the path as JSON text. New reference. */
json_t *schema_fields(const json_t *json_schema);
