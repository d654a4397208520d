#pragma once

#include "store/store.h"
#include "json/schema/schema.h"

/* The public connectors: immutable, shared by all worlds. Definitions are rows of the table `definition`, as
 * a world's own. */
struct catalogue;
struct actor_kind;
struct definition;

/* The catalogue in a database image (the build makes images/catalogue.db); the bytes outlive it. */
struct catalogue *catalogue_open(const void *image, size_t size);

/* The catalogue in that store (stolen). */
struct catalogue *catalogue_of(struct store *store);

/*
 * A catalogue from a registry file: {"sources": [...], "destinations": [...], "images"?: {...}} as Airbyte
 * publishes it (oss_catalog.json, oss_registry.json) and as fixtures/connectors.json is. Members that this
 * API does not know are ignored. NULL with a new text in *error that names the entry and what is wrong with
 * it.
 */
struct catalogue *catalogue_load(json_t *registry, char **error);

void catalogue_close(struct catalogue *catalogue);

struct store *catalogue_store(struct catalogue *catalogue);

/* The definition of that kind and id, read once; NULL where there is none. Borrowed as long as the catalogue.
 */
const struct definition *catalogue_definition(struct catalogue *catalogue, const struct actor_kind *kind,
                                              const char *id);

/* The specification (protocol form, a new text) of an image: of exactly this tag, else of the same repository
 * in another one, else NULL. */
char *catalogue_image_spec(struct catalogue *catalogue, const char *repository, const char *tag);

/* A connector's specification, ready to check configurations with. */
struct spec {
    json_t *document;      /* protocol form */
    json_t *configuration; /* its connectionSpecification; borrowed from document */
    struct schema *schema; /* compiled; NULL where it cannot be */
    char *error;           /* why not */
};

/* The specification behind a stored text; compiled once for each distinct text. Borrowed. */
const struct spec *catalogue_spec(struct catalogue *catalogue, const char *spec_text);

/* A definition's read, parsed; the same one as long as the same text is asked for. New reference, not to be
 * changed. */
json_t *catalogue_read(struct catalogue *catalogue, const char *text);
