#include "api/routes.h"
#include "view/specification.h"

/* The workspace is not looked at, as there. */
bool source_definition_specifications_get(struct call *call)
{
    return reply_shaped(call,
                        specification_read(call->world, &SOURCE, body_text(call, "sourceDefinitionId")));
}
