#pragma once

#include "domain/world/world.h"

/*
 * What the connection table shows, as the real server's WebBackendConnectionsHandler gathers it
 * (docs/behaviour/web-backend.md#list): each row is put together by one query, without its catalog.
 */

/* The table as it is sent, a WebBackendConnectionReadList, of those that are not deprecated: a new text.
 * `request` is a WebBackendConnectionListRequestBody, whose lists of ids narrow it where they are not empty.
 */
char *connection_overview_list(struct world *world, json_t *request);

/* The page of it that the request's cursor, pageSize, sortKey and filters ask for. A new text. */
char *connection_overview_page(struct world *world, json_t *request);

/* latestSyncJobCreatedAt, latestSyncJobStatus (both absent before the first sync), isSyncing and schemaChange
 * of one connection. New reference. */
json_t *connection_overview_activity(struct world *world, const char *connection_id);
