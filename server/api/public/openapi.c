#include "api/openapi/document.h"
#include "api/routes.h"

bool public_openapi(struct call *call)
{
    return reply_document(call, document_write(DOCUMENT_PUBLIC, call->world->release));
}
