#pragma once

#include "domain/world/world.h"

/* What a workspace holds that is not deleted; nothing for an unknown one. Connections count while their
 * source is there (docs/behaviour/web-backend.md#small-ones). */
struct workspace_contents {
    bool connections, sources, destinations;
};

struct workspace_contents workspace_contents(struct world *world, const char *workspace_id);
