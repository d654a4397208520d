#include "api/public/definitions.h"
#include "api/routes.h"

bool public_source_definitions_list(struct call *call)
{
    return public_definitions_list(call, &SOURCE);
}

bool public_source_definitions_create(struct call *call)
{
    return public_definitions_create(call, &SOURCE);
}

bool public_source_definitions_get(struct call *call)
{
    return public_definitions_get(call, &SOURCE);
}

bool public_source_definitions_put(struct call *call)
{
    return public_definitions_put(call, &SOURCE);
}

bool public_source_definitions_delete(struct call *call)
{
    return public_definitions_delete(call, &SOURCE);
}

bool public_destination_definitions_list(struct call *call)
{
    return public_definitions_list(call, &DESTINATION);
}

bool public_destination_definitions_create(struct call *call)
{
    return public_definitions_create(call, &DESTINATION);
}

bool public_destination_definitions_get(struct call *call)
{
    return public_definitions_get(call, &DESTINATION);
}

bool public_destination_definitions_put(struct call *call)
{
    return public_definitions_put(call, &DESTINATION);
}

bool public_destination_definitions_delete(struct call *call)
{
    return public_definitions_delete(call, &DESTINATION);
}
