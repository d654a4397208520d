#pragma once

#include "base/work.h"
#include "domain/world/problem.h"

#include <jansson.h>
#include <stdbool.h>

/*
 * Catalogues in API form: {"streams": [{"stream": {...}, "config": {...}}]}, members of a stream in the order
 * of schema/api (name, jsonSchema, supportedSyncModes, sourceDefinedCursor, defaultCursorField,
 * sourceDefinedPrimaryKey, namespace). Pure functions of JSON: no store, no clock. Rules: the real server's
 * CatalogConverter (docs/behaviour/catalogs.md). Streams are told apart by name and namespace; of two with
 * the same the first counts. Results share parts with the arguments they were made from: treat both as
 * read-only.
 */

/* The alias of a stream name: NFKD, marks dropped, white space runs and other characters to '_'. A new text.
 */
char *catalog_alias(const char *stream_name);

/* The configuration that discovery proposes for a stream (borrowed). New reference. */
json_t *catalog_default_config(const json_t *stream, bool suggested);

/* The streams of a catalog (of whatever completeness, configs ignored) as they are stored, without configs.
 * Rests with the work (NULL: none). New reference. */
json_t *catalog_stored(const json_t *catalog, struct work *work);

/* A discovered catalog (streams of whatever completeness, configs ignored) with default configs;
 * `suggested` is a list of stream names, or NULL for "all". Rests with the work (NULL: none). New reference.
 */
json_t *catalog_discovered(const json_t *catalog, const json_t *suggested, struct work *work);

/* The same as a release's discovery proposes it: one that `picks` proposes modes by cursor and key, and
 * selects what is suggested (the text of a list of names, or NULL) or alone. New reference. */
json_t *catalog_proposed(const json_t *catalog, const char *suggested, bool picks, struct work *work);

/*
 * What a connection stores of the syncCatalog that a client sent: the selected streams only, each complete as
 * it will be read back (alias recomputed, `selected: true`, fieldSelectionEnabled, pruned schema and
 * selectedFields where field selection is on). `selected` missing means true. `path` is where the catalog
 * stands in the request ("syncCatalog"). NULL with a problem for a bad field selection
 * (PROBLEM_SPECIFICATION) or an entry without `stream` or `config` (PROBLEM_INVALID). New reference.
 */
json_t *catalog_configured(const json_t *sync_catalog, const char *path, struct problem *problem);

/* The same for all streams, selected or not, as sources/write_discover_catalog_result takes them. */
json_t *catalog_configured_whole(const json_t *catalog, const char *path, struct problem *problem);

/*
 * A discovered catalog, of catalog_discovered(), with a connection's settings laid over it, as
 * web_backend/connections/get shows it. Streams that the connection does not have come unselected. Fields
 * that `original` lacks, the discovered catalog that the connection was made from, are new and join a field
 * selection; NULL, or no such stream there: none is new. New reference.
 */
json_t *catalog_merged(const json_t *configured, const json_t *original, const json_t *discovered);

/* A connection's streams when it follows what was discovered: columns, and where `fully` streams that come
 * and go. `original` as for catalog_merged(). New reference. */
json_t *catalog_propagated(const json_t *configured, const json_t *original, const json_t *discovered,
                           bool fully);

/* To and from the protocol's form: {"streams": [{"name", "json_schema", "supported_sync_modes", ...}]};
 * configs are not part of it. New references. */
json_t *catalog_to_protocol(const json_t *catalog);
json_t *catalog_from_protocol(const json_t *protocol_catalog);

/* {"name", "namespace"?} of a stream object. New reference. */
json_t *stream_descriptor(const json_t *stream);

/* Those of all its streams, a list. New reference. */
json_t *catalog_descriptors(const json_t *catalog);

/* The catalog's entry whose stream has this name and namespace (NULL for none). Borrowed, or NULL. */
json_t *catalog_find(const json_t *catalog, const char *name, const char *name_space);

/*
 * A small catalog, without configs, for a connector whose streams nobody recorded: three streams with
 * fields of their own, the same for the same name. The first at least is incremental with a cursor and a key
 * of the source's. New reference.
 */
json_t *catalog_plausible(const char *connector_name);

/*
 * The streams that a source of this image's repository gets their names for from its configuration, without
 * configs; perhaps none. *besides: they come besides what the connector has anyway. New reference.
 */
json_t *catalog_named(const char *repository, const json_t *configuration, bool *besides);

/*
 * What the source "E2E Testing" discovers, without configs: its configuration says it (mock_catalog, or the
 * fixed stream of the types INFINITE_FEED and EXCEPTION_AFTER_N). NULL, and a new text in *error, where that
 * holds no JSON text or no JSON schema. Rests with the work (NULL: none). New reference.
 */
json_t *catalog_of_e2e_test(const json_t *configuration, struct work *work, char **error);
