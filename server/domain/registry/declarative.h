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

/* A DeclarativeManifestRead of the active version, or of that one; NULL where there is none. New references.
 */
json_t *declarative_active(struct world *world, const char *id);
json_t *declarative_version(struct world *world, const char *id, int64_t version);

/* All versions' manifests, the oldest first: a list. New reference. */
json_t *declarative_manifests(struct world *world, const char *id);

/* Puts these (borrowed), the oldest first, in the place of all versions. */
void declarative_import(struct world *world, const char *id, const json_t *manifests);

/* What a definition of this manifest has where nothing else is said of it: image, specification and, unless
 * it is NULL, its name. New reference; NULL with a problem where the manifest does not say what configures
 * it. */
json_t *declarative_definition(struct world *world, const char *name, const json_t *manifest);
