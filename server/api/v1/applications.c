#include "api/routes.h"
#include "gateway/access/client.h"
#include "gateway/app.h"

#include <stdlib.h>

bool applications_token(struct call *call)
{
    char *token = client_token(&call->app->access, call->sandbox, call_body(call), call->exchange->trace.id);
    json_t *reply = token ? json_pack("{ss}", "access_token", token) : NULL;
    free(token);
    return reply_json(call, reply);
}
