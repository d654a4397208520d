#pragma once

#include "domain/world/world.h"

/*
 * Tags of a workspace, and which connections have them: docs/behaviour/public-api.md#tags. Documents are
 * TagResponse texts, new, or NULL with a problem.
 */
char *tag_create(struct world *world, json_t *request);
char *tag_get(struct world *world, const char *id);

/* `request` is a TagPatchRequest. */
char *tag_update(struct world *world, const char *id, json_t *request);

/* Takes it off its connections, too. */
bool tag_delete(struct world *world, const char *id);

/* Documents in the first column, the oldest first; of these workspaces (a JSON list of ids; NULL for all). */
struct rows *tag_list(struct world *world, const char *workspace_ids);

/* The connection has these tags, in this order, and no others. `tags` is a list of objects with tagId; each
 * must be one of that workspace. */
bool tag_attach(struct world *world, const char *connection_id, const char *workspace_id, const json_t *tags);

/* The same by their ids, of a connection that is there. */
bool tag_attach_ids(struct world *world, const char *connection_id, const json_t *ids);

bool tag_is_there(struct world *world, const char *id);

/* A list of the documents of a connection's tags: a new text. */
char *tags_of_connection(struct world *world, const char *connection_id);
