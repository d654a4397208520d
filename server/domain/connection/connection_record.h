#pragma once

#include "domain/world/world.h"

/*
 * A connection as it is stored: its document (a ConnectionRead) and, beside it, an outline. Documents are new
 * texts. Deleted ones (status deprecated) are still found by id, as there.
 */

/* No data with PROBLEM_NOT_FOUND (STANDARD_SYNC). */
struct text connection_get(struct world *world, const char *id);

/* The document as JSON: new reference, or NULL with PROBLEM_NOT_FOUND. */
json_t *connection_load(struct world *world, const char *id);

/* The same without operations and its streams' JSON schemas: all that a run needs to know, read in a tenth of
 * the time. New reference, or NULL with PROBLEM_NOT_FOUND. */
json_t *connection_outline(struct world *world, const char *id);

/* Those whose source is in the workspace: documents; deprecated ones where `all`. */
struct rows *connection_list(struct world *world, const char *workspace_id, bool all);

/* The keys of the same list, without its first `skipped`, and the document of one, in the only row or none.
 */
struct rows *connection_list_keys(struct world *world, const char *workspace_id, bool all, int64_t skipped);
struct rows *connection_row(struct world *world, int64_t key);

/* Write a new document, or a changed one (stolen), and give its text back. */
char *connection_insert(struct world *world, json_t *connection);
char *connection_store(struct world *world, json_t *connection);

/* The stored streams of a connection document. Borrowed. */
json_t *connection_catalog(json_t *connection);

/* False once a call deleted it: then nothing schedules or runs it any more, even if its status is set back.
 */
bool connection_managed(struct world *world, const char *id);
void connection_stop_managing(struct world *world, const char *id);

/* An outline with its streams, in SQL: its columns as one text. */
#define OUTLINE_WITH_STREAMS                                                                                 \
    "substr(outline, 1, length(outline) - 1) || ',\"syncCatalog\":' || streams || '}'"

/* Those that use an actor and are not deprecated, in SQL: its id is the first argument. */
#define LIVE_OF_ACTOR "(source_id = ?1 OR destination_id = ?1) AND status <> 'deprecated'"

/* The same for all of these at once, ten thousand in the time of a hundred. A document that is nested too
 * deeply for SQL stays as it is. */
void connection_stop_managing_of_actor(struct world *world, const char *actor_id);
void connection_mark_deprecated_of_actor(struct world *world, const char *actor_id);
