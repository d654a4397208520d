#include "api/public/actors.h"
#include "api/routes.h"

bool public_destinations_list(struct call *call)
{
    return public_actors_list(call, &DESTINATION);
}

bool public_destinations_create(struct call *call)
{
    return public_actors_create(call, &DESTINATION);
}

bool public_destinations_get(struct call *call)
{
    return public_actors_get(call, &DESTINATION);
}

bool public_destinations_put(struct call *call)
{
    return public_actors_put(call, &DESTINATION);
}

bool public_destinations_patch(struct call *call)
{
    return public_actors_patch(call, &DESTINATION);
}

bool public_destinations_delete(struct call *call)
{
    return public_actors_delete(call, &DESTINATION);
}
