#pragma once

#include "domain/world/list_page.h"
#include "domain/world/world.h"

/* Rows of connections as the public API shows them: outline, id, workspace, time of creation, tags (a list of
 * documents), what the Config API has no place for (a list, or NULL), and the syncCatalog without JSON
 * schemas. */
enum connection_column {
    CONNECTION_OUTLINE,
    CONNECTION_WORKSPACE,
    CONNECTION_CREATED,
    CONNECTION_TAGS,
    CONNECTION_EXTRAS,
    CONNECTION_STREAMS
};

/* A page of them; with one of these tags (a JSON list of ids; NULL for any). */
struct rows *connection_page(struct world *world, const struct list_page *page, const char *tag_ids);

/* One of them, deleted or not, or no row. */
struct rows *connection_page_row(struct world *world, const char *id);

/* Keeps what the Config API has no place for (domain/connection/stream_settings.h). */
void connection_set_extras(struct world *world, const char *id, const json_t *extras);
