#pragma once

#include "domain/world/world.h"

/*
 * Connections, as the real server's ConnectionsHandler keeps them. Documents are ConnectionRead texts, new,
 * or NULL with a problem. Deleted ones (status deprecated) are still found by id, as there.
 */

/* `request` is a ConnectionCreate, changed on the way; an id that it carries (a fixture's) is taken. */
char *connection_create(struct world *world, json_t *request);

char *connection_get(struct world *world, const char *id);

/* The document as JSON: new reference, or NULL with PROBLEM_NOT_FOUND (STANDARD_SYNC). */
json_t *connection_load(struct world *world, const char *id);

/* The same without operations and its streams' JSON schemas: all that a run needs to know, read in a tenth of
 * the time. New reference, or NULL with PROBLEM_NOT_FOUND. */
json_t *connection_outline(struct world *world, const char *id);

/* `request` is a ConnectionUpdate: members that are there replace. The next run is planned anew. */
char *connection_update(struct world *world, json_t *request);

/* Those whose source is in the workspace: documents; deprecated ones where `all`. */
struct rows *connection_list(struct world *world, const char *workspace_id, bool all);

/* The keys of the same list, without its first `skipped`, and the document of one, in the only row or none.
 */
struct rows *connection_list_keys(struct world *world, const char *workspace_id, bool all, int64_t skipped);
struct rows *connection_row(struct world *world, int64_t key);

/* Detaches its operations, marks it deprecated, ends what runs. Repeatable. */
bool connection_delete(struct world *world, const char *id);

/* Those that are not deprecated and match every given criterion of a ConnectionSearch. New reference. */
json_t *connection_search(struct world *world, json_t *criteria);

/* Marks every connection that uses an actor deprecated, as deleting the actor does: operations stay attached.
 */
void connection_deprecate_all_of_actor(struct world *world, const char *actor_id);

/* Writes a changed document (stolen, a ConnectionRead) and gives its text back, new. */
char *connection_store(struct world *world, json_t *connection);

/* The stored streams of a connection document. Borrowed. */
json_t *connection_catalog(json_t *connection);
