#pragma once

#include "domain/registry/definition_row.h"
#include "domain/world/world.h"

/*
 * Connector definitions: the registry's, and over them those that this world made or changed, as the real
 * server's SourceDefinitionsHandler and DestinationDefinitionsHandler keep them
 * (docs/behaviour/definitions.md). Documents are
 * SourceDefinitionRead or DestinationDefinitionRead texts, new, or NULL with a problem. Deleted ones are
 * still found by id.
 */

/* The definition of that kind and id, deleted ones included. False with PROBLEM_NOT_FOUND where there is
 * none. To be freed where it was found. */
bool definition_load(struct world *world, const struct actor_kind *kind, const char *id,
                     struct definition *definition);

/* The same without a problem. */
bool definition_find(struct world *world, const struct actor_kind *kind, const char *id,
                     struct definition *definition);

/* What definition_load() found, ready to check configurations with. Borrowed from the registry. */
const struct spec *definition_spec(struct world *world, const struct definition *definition);

char *definition_get(struct world *world, const struct actor_kind *kind, const char *id);

/* As definition_get(), but only where it is public or granted to the workspace. */
char *definition_get_for_workspace(struct world *world, const struct actor_kind *kind, const char *id,
                                   const char *workspace_id);

/* Lists as they are sent, new texts: all that are not deleted, the registry's first; those a workspace may
 * use, public ones first; those neither public nor custom, each with whether the workspace may use it. */
char *definition_list(struct world *world, const struct actor_kind *kind);
char *definition_list_for_workspace(struct world *world, const struct actor_kind *kind,
                                    const char *workspace_id);
/* Of those a workspace may use, the ones that a source or destination of its is of. */
char *definition_list_used(struct world *world, const struct actor_kind *kind, const char *workspace_id);
char *definition_list_private(struct world *world, const struct actor_kind *kind, const char *workspace_id);

/* The registry's own, whatever this world made of them: documents. */
struct rows *definition_list_latest(struct world *world, const struct actor_kind *kind);

/* How many of those not deleted have another tag than the registry's. */
int64_t definition_count_updates(struct world *world, const struct actor_kind *kind);

/* `request` is a CustomSourceDefinitionCreate or CustomDestinationDefinitionCreate. The specification is that
 * of the image, or one that takes any object. An id and a `spec` that the definition carries (a fixture's)
 * are taken. */
char *definition_create_custom(struct world *world, const struct actor_kind *kind, json_t *request);

/* `request` is a SourceDefinitionUpdate or DestinationDefinitionUpdate. A new tag brings its own
 * specification, one that takes any object where the image is not known. */
char *definition_update(struct world *world, const struct actor_kind *kind, json_t *request);

/* `entry` is a fixture's: what it says of a definition replaces what is there, its `spec` included;
 * `tombstone` says whether it is deleted. */
char *definition_replace(struct world *world, const struct actor_kind *kind, json_t *entry);

bool definition_granted(struct world *world, const char *id, const char *workspace_id);

/* The PrivateSourceDefinitionRead or PrivateDestinationDefinitionRead. Granting twice changes nothing. */
char *definition_grant(struct world *world, const struct actor_kind *kind, const char *id,
                       const char *workspace_id);
void definition_revoke(struct world *world, const char *id, const char *workspace_id);
