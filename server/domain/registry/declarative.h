#pragma once

#include "domain/registry/definition.h"

/*
 * Low-code connectors: a definition of the image airbyte/source-declarative-manifest, and its manifests by
 * version, the newest of which is the active one and says what configures its sources. Documents are
 * DeclarativeSourceDefinitionResponse texts, new, or NULL with a problem.
 */
extern const char DECLARATIVE_IMAGE[];

char *declarative_create(struct world *world, const char *workspace_id, const char *name, json_t *manifest);

/* The next version. */
char *declarative_publish(struct world *world, const char *workspace_id, const char *id, json_t *manifest);

char *declarative_get(struct world *world, const char *workspace_id, const char *id);

/* Ids of those that the workspace may use, the oldest first. */
struct rows *declarative_list(struct world *world, const char *workspace_id);
