#pragma once

#include "domain/registry/definition.h"

/*
 * Sources and destinations, one code for both, as the real server's SourceHandler and DestinationHandler
 * behave. Documents are SourceRead or DestinationRead texts with masked secrets, new, or NULL with a problem.
 * Deleted ones are still found by id, as there: docs/behaviour/actors.md.
 */

/* `request` is a SourceCreate or DestinationCreate; an id that it carries (a fixture's) is taken. The
 * configuration must fulfil the definition's specification, the workspace must once have been there. */
char *actor_create(struct world *world, const struct actor_kind *kind, json_t *request);

char *actor_get(struct world *world, const struct actor_kind *kind, const char *id);

/* Those of a workspace that are not deleted: documents. */
struct rows *actor_list(struct world *world, const struct actor_kind *kind, const char *workspace_id);

/* Replaces name and configuration; secrets that came masked keep what is stored. */
char *actor_update(struct world *world, const struct actor_kind *kind, json_t *request);

/* A copy in the same workspace, named "... (Copy)" unless the request says otherwise. */
char *actor_clone(struct world *world, const struct actor_kind *kind, json_t *request);

/* Those of all workspaces that match every given criterion: a list of documents' values. New reference. */
json_t *actor_search(struct world *world, const struct actor_kind *kind, json_t *criteria);

/* True where `actor` (a read) matches a SourceSearch or DestinationSearch. */
bool actor_matches(const struct actor_kind *kind, json_t *actor, json_t *criteria);

/* What is stored: the read, the real configuration. False with PROBLEM_NOT_FOUND. To be freed where it was
 * found. */
struct actor {
    json_t *doc;
    json_t *configuration;
    bool deleted;
};
bool actor_load(struct world *world, const struct actor_kind *kind, const char *id, struct actor *actor);
void actor_free(struct actor *actor);
const char *actor_text(const struct actor *actor, const char *member);
