#pragma once

#include "domain/world/world.h"

/*
 * Operations: what runs after a sync (stored, never executed), as the real server's OperationsHandler keeps
 * them (docs/behaviour/operations.md). Documents are OperationRead texts, new, or NULL with a problem.
 * Deleted ones are still found by id.
 */

/* `request` is an OperationCreate; an id that it carries (a fixture's) is taken. Of the configuration only
 * the member of its type is kept. */
char *operation_create(struct world *world, json_t *request);

/* `request` is an OperationUpdate: name and configuration are replaced as a whole. */
char *operation_update(struct world *world, json_t *request);

char *operation_get(struct world *world, const char *id);

/* Those of a connection that are not deleted, in the connection's order: documents. NULL with
 * PROBLEM_NOT_FOUND. */
struct rows *operation_list(struct world *world, const char *connection_id);

/* Takes it from all connections and marks it deleted; an unknown one does no harm. */
void operation_delete(struct world *world, const char *id);

/* CheckOperationRead of an OperatorConfiguration: whether the member of its type is there. New reference. */
json_t *operation_check(const json_t *configuration);

/* Whether a connection in that workspace may run it: PROBLEM_NOT_FOUND, or PROBLEM_INVALID naming both
 * workspaces. */
bool operation_usable(struct world *world, const char *operation_id, const char *workspace_id);

/* The connection runs these (a list of ids, or NULL for none) too, or now them and no others. Its document is
 * the caller's. */
void operation_link(struct world *world, const char *connection_id, json_t *operation_ids);
void operation_relink(struct world *world, const char *connection_id, json_t *operation_ids);

/* Takes one operation, or all, from a connection; what no other connection runs is marked deleted. Its
 * document is the caller's. */
void operation_unlink(struct world *world, const char *connection_id, const char *operation_id);
void operation_detach(struct world *world, const char *connection_id);
