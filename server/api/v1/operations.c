#include "api/routes.h"
#include "domain/connection/operation.h"

bool operations_create(struct call *call)
{
    return reply_document(call, operation_create(call->world, call_body(call)));
}

bool operations_update(struct call *call)
{
    return reply_document(call, operation_update(call->world, call_body(call)));
}

bool operations_get(struct call *call)
{
    return reply_document(call, operation_get(call->world, body_text(call, "operationId")));
}

bool operations_list(struct call *call)
{
    struct rows *rows = operation_list(call->world, body_text(call, "connectionId"));
    return rows && reply_list(call, "operations", rows);
}

bool operations_delete(struct call *call)
{
    operation_delete(call->world, body_text(call, "operationId"));
    return reply_done(call, true);
}

bool operations_check(struct call *call)
{
    return reply_json(call, operation_check(call_body(call)));
}
