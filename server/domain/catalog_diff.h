#pragma once

#include <jansson.h>
#include <stdbool.h>

/*
 * What changed between two catalogues in API form, as CatalogDiff: {"transforms": [...]}. `configured` judges
 * what breaks: a removed cursor of an incremental stream, a removed primary key of a deduplicated one;
 * nothing else does. Rules: CatalogHelpers of the real server's protocol library. New reference.
 */
json_t *catalog_diff(const json_t *old_catalog, const json_t *new_catalog, const json_t *configured);

/* True where any field transform of the diff is breaking. */
bool catalog_diff_breaking(const json_t *diff);

/* True where nothing changed. */
bool catalog_diff_empty(const json_t *diff);

/*
 * The streams that web_backend/connections/update resets when one configured catalogue replaces another:
 * added, removed or changed ones, and those whose cursor, sync mode, destination mode or primary key (as a
 * set) changed. A list of stream descriptors; new reference.
 */
json_t *catalog_streams_to_reset(const json_t *old_configured, const json_t *new_configured);
