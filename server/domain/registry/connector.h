#pragma once

#include "domain/registry/definition.h"

/*
 * A connector that is about to be asked something: its definition at hand, and what it says of a
 * configuration.
 */
struct connector {
    struct definition definition;
    json_t *read;            /* the definition's document, shared: not to be changed */
    const struct spec *spec; /* borrowed */
};

/* Deleted definitions still serve. False with PROBLEM_NOT_FOUND; to be freed in either case. */
bool connector_load(struct world *world, const struct actor_kind *kind, const char *definition_id,
                    struct connector *connector);
void connector_free(struct connector *connector);

/* A member of the definition: "name", "dockerRepository", ... Borrowed. */
const char *connector_text(const struct connector *connector, const char *member);

/* "repository:tag". A new text. */
char *connector_image(const struct connector *connector);

/* True where the configuration, a JSON object, fulfils the specification; else PROBLEM_SPECIFICATION with a
 * fault for each breach, without the values, which may be secrets. */
bool connector_accepts(struct world *world, const struct connector *connector, const json_t *configuration);

/* As a connector itself says what breaks its specification: a new text, or NULL where nothing does. */
char *connector_complaint(const struct connector *connector, const json_t *configuration);

/* True where a request's configuration is a JSON object; else PROBLEM_INVALID at `path`. */
bool configuration_is_object(struct world *world, const json_t *configuration, const char *path);
