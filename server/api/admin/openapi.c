#include "api/openapi/document.h"
#include "api/routes.h"

bool admin_openapi(struct call *call)
{
    return reply_document(call, document_write(DOCUMENT_CONTROL, 0));
}
