#pragma once

#include <jansson.h>
#include <stdbool.h>

/*
 * What changed between two catalogs in API form, as CatalogDiff: {"transforms": [...]}. `configured` judges
 * what breaks: a removed cursor of an incremental stream, a removed primary key of a deduplicated one;
 * nothing else does. Streams and fields that were removed come first, in the old order, then added ones, then
 * updated ones, both in the new order. A stream with a field selection is compared with only these fields. A
 * path that occurs twice in a schema has the text "Duplicated Schema" for its schema; what is no object where
 * a schema should stand is passed over. Rules: CatalogHelpers of the real server's protocol library
 * (docs/behaviour/catalogs.md). New reference.
 */
json_t *catalog_diff(const json_t *old_catalog, const json_t *new_catalog, const json_t *configured);

/* True where any field transform of the diff is breaking. */
bool catalog_diff_breaking(const json_t *diff);

/* True where nothing changed. */
bool catalog_diff_empty(const json_t *diff);

/*
 * The streams that web_backend/connections/update resets when one configured catalog replaces another:
 * added, removed or changed ones, in the diff's order, then those whose cursor, sync mode, destination mode
 * or primary key (as a set) changed, in the new order. A list of stream descriptors; new reference.
 */
json_t *catalog_streams_to_reset(const json_t *old_configured, const json_t *new_configured);
