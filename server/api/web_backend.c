#include "api/routes.h"
#include "domain/definition.h"

bool web_backend_check_updates(struct call *call)
{
    int64_t destinations = definition_count_updates(call->world, &DESTINATION);
    int64_t sources = definition_count_updates(call->world, &SOURCE);
    return reply_json(call, json_pack("{sI sI}", "destinationDefinitions", (json_int_t)destinations,
                                      "sourceDefinitions", (json_int_t)sources));
}

bool web_backend_geographies_list(struct call *call)
{
    return reply_json(call, json_pack("{s[s]}", "geographies", "auto"));
}
