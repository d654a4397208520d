#pragma once

#include "domain/problem.h"

#include <jansson.h>
#include <stdbool.h>

/*
 * Catalogues in API form: {"streams": [{"stream": {...}, "config": {...}}]}, members of a stream in the order
 * of schema/api (name, jsonSchema, supportedSyncModes, sourceDefinedCursor, defaultCursorField,
 * sourceDefinedPrimaryKey, namespace). Pure functions of JSON: no store, no clock. Rules: the real server's
 * CatalogConverter.
 */

/* The alias of a stream name: NFKD, marks dropped, white space runs and other characters to '_'. A new text.
 */
char *catalog_alias(const char *stream_name);

/* The configuration that discovery proposes for a stream (borrowed). New reference. */
json_t *catalog_default_config(const json_t *stream, bool suggested);

/* A discovered catalogue (streams of whatever completeness, configs ignored) with default configs;
 * `suggested` is a list of stream names, or NULL for "all". New reference. */
json_t *catalog_discovered(const json_t *catalog, const json_t *suggested);

/*
 * What a connection stores of the syncCatalog that a client sent: the selected streams only, each complete as
 * it will be read back (alias recomputed, `selected: true`, fieldSelectionEnabled, pruned schema and
 * selectedFields where field selection is on). `selected` missing means true. NULL with a problem for a bad
 * field selection. New reference.
 */
json_t *catalog_configured(const json_t *sync_catalog, const char *path, struct problem *problem);

/* A discovered catalogue with a connection's settings laid over it, as web_backend/connections/get shows it.
 */
json_t *catalog_merged(const json_t *configured, const json_t *discovered);

/* To and from the protocol's form: {"streams": [{"name", "json_schema", "supported_sync_modes", ...}]}. New
 * references. */
json_t *catalog_to_protocol(const json_t *catalog);
json_t *catalog_from_protocol(const json_t *protocol_catalog);

/* {"name", "namespace"?} of a stream object. New reference. */
json_t *stream_descriptor(const json_t *stream);

/* The catalogue's entry whose stream has this name and namespace (NULL for none). Borrowed, or NULL. */
json_t *catalog_find(const json_t *catalog, const char *name, const char *name_space);
