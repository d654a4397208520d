#include "api/routes.h"
#include "base/die.h"

bool public_health(struct call *call)
{
    return reply_text(call, must_strdup("Successful operation"));
}
