#pragma once

#include "store/store.h"
#include "json/schema/schema.h"

/* The public connectors: immutable, shared by all worlds. Definitions are rows of the table `definition`, as
 * a world's own. */
struct log;
struct registry;
struct actor_kind;
struct definition;

/* The registry in a database image (the build makes images/registry.db); the bytes outlive it. */
struct registry *registry_open(const void *image, size_t size);

/* The registry in that store (stolen). */
struct registry *registry_of(struct store *store);

/*
 * A registry from a registry file: {"sources": [...], "destinations": [...], "images"?: {...}} as Airbyte
 * publishes it (connector_catalog.json, oss_catalog.json, oss_registry.json, cloud_registry.json) and as
 * fixtures/connectors.json is. Members that this API does not know are ignored. A specification with a slip
 * is taken as it is, as schema_compile() says, and its place logged (`log` may be NULL). NULL with a new text
 * in *error that names the entry and what is wrong with it, for a definition without what makes it one.
 */
struct registry *registry_load(json_t *registry, struct log *log, char **error);

void registry_close(struct registry *registry);

struct store *registry_store(struct registry *registry);

/* The definition of that kind and id, read once; NULL where there is none. Borrowed as long as the registry.
 */
const struct definition *registry_definition(struct registry *registry, const struct actor_kind *kind,
                                             const char *id);

/* The specification (protocol form, a new text) of an image of exactly this tag, or NULL. */
char *registry_image_spec(struct registry *registry, const char *repository, const char *tag);

/* A connector's specification, ready to check configurations with. */
struct spec {
    json_t *document;      /* protocol form */
    json_t *configuration; /* its connectionSpecification; borrowed from document */
    struct schema *schema; /* compiled */
};

/* The specification behind a stored text; compiled once for each distinct text. Borrowed. */
const struct spec *registry_spec(struct registry *registry, const char *spec_text);

/* A definition's read, parsed; the same one as long as the same text is asked for. New reference, not to be
 * changed. */
json_t *registry_read(struct registry *registry, const char *text);
