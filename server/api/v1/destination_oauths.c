#include "api/routes.h"
#include "domain/actor/oauth.h"
#include "domain/actor/oauth_parameters.h"

bool destination_oauths_get_consent_url(struct call *call)
{
    return reply_json(call, oauth_consent(call->world, &DESTINATION, call_body(call)));
}

bool destination_oauths_complete_oauth(struct call *call)
{
    return reply_json(call, oauth_complete(call->world, &DESTINATION, call_body(call)));
}

bool destination_oauths_oauth_params_create(struct call *call)
{
    oauth_set_parameters(call->world, body_text(call, "destinationDefinitionId"),
                         body_member(call, "params"));
    return reply_done(call, true);
}
