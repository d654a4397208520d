#pragma once

#include "domain/world/world.h"

/*
 * Finding out what sources offer: docs/behaviour/discovery.md, docs/behaviour/schema-changes.md. What is
 * found is remembered (domain/discovery/discovered_catalog.h).
 */

/* What asking a source gave. */
struct discovery {
    char *definition_id;
    char *image;
    bool cached;      /* nothing was asked: what was found before still holds */
    char *complaint;  /* why it failed; then there is no catalog */
    json_t *catalog;  /* streams with the configs that discovery proposes */
    char *catalog_id; /* under which it is stored */
    json_t *diff;     /* CatalogDiff against the connection that was named; NULL where nothing was compared */
    json_t *connection; /* that connection after the comparison, a ConnectionRead; NULL likewise */
};

void discovery_free(struct discovery *discovery);

/*
 * Asks a stored source (a SourceDiscoverSchemaRequestBody), or takes what was found with the same
 * configuration and image before, unless disable_cache. A fresh find with a connectionId is compared with
 * every connection of the source: its breakingChange is set, and it becomes inactive where the change breaks
 * it, or where its preference is to be disabled by any change. Fills *discovery in, to be freed, a failing
 * connector included; false with PROBLEM_NOT_FOUND, or PROBLEM_INVALID where there are more streams than a
 * request may look at.
 */
bool discovery_of_source(struct world *world, json_t *request, struct discovery *discovery);

/* Asks one that need not be stored (a SourceCoreConfig); the catalog is stored, with nobody who found it.
 */
bool discovery_of_configuration(struct world *world, json_t *request, struct discovery *discovery);

/* Keeps a catalog that somebody else found (a SourceDiscoverSchemaWriteRequestBody): DiscoverCatalogResult,
 * a new reference; NULL with a problem. */
json_t *discovery_write(struct world *world, json_t *request);
