#include "api/routes.h"
#include "gateway/client_credentials.h"

#include <stdlib.h>

bool applications_token(struct call *call)
{
    char *token = client_token(call);
    json_t *reply = token ? json_pack("{ss}", "access_token", token) : NULL;
    free(token);
    return reply_json(call, reply);
}
