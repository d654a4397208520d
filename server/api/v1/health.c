#include "api/routes.h"

#include "base/die.h"

bool health(struct call *call)
{
    return reply_document(call, must_strdup("{\"available\":true}"));
}
