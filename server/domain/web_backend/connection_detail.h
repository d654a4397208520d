#pragma once

#include "domain/world/world.h"

/* Which streams a WebBackendConnectionRead shows (docs/behaviour/web-backend.md#get). */
enum detail_streams {
    DETAIL_CONFIGURED, /* those that it syncs */
    DETAIL_KNOWN,      /* all of the catalog that it was made from; where that is not known, as configured */
    DETAIL_REFRESHED,  /* all that a discovery finds now, and how that differs from what it was made from */
};

/*
 * A connection with all that belongs to it, its ends with masked secrets: a WebBackendConnectionRead, a new
 * text. NULL with PROBLEM_NOT_FOUND, or PROBLEM_CONFLICT where its source cannot be discovered. A refreshing
 * one marks every connection of the source as discovery does; it leaves sourceCatalogId alone, and yet shows
 * the new catalog's id.
 */
char *connection_detail(struct world *world, const char *id, enum detail_streams streams);
