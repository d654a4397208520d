#include "api/public/actors.h"
#include "api/routes.h"

bool public_sources_list(struct call *call)
{
    return public_actors_list(call, &SOURCE);
}

bool public_sources_create(struct call *call)
{
    return public_actors_create(call, &SOURCE);
}

bool public_sources_get(struct call *call)
{
    return public_actors_get(call, &SOURCE);
}

bool public_sources_put(struct call *call)
{
    return public_actors_put(call, &SOURCE);
}

bool public_sources_patch(struct call *call)
{
    return public_actors_patch(call, &SOURCE);
}

bool public_sources_delete(struct call *call)
{
    return public_actors_delete(call, &SOURCE);
}
