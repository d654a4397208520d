#include "api/routes.h"

#include "base/die.h"

bool admin_livez(struct call *call)
{
    return reply_document(call, must_strdup("{\"status\":\"up\"}"));
}

/* The port opens after the fixtures are loaded, so whoever gets an answer gets this one. */
bool admin_readyz(struct call *call)
{
    return reply_document(call, must_strdup("{\"status\":\"ready\"}"));
}
