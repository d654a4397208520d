#include "view/specification.h"

#include "domain/registry/definition.h"
#include "domain/registry/registry.h"
#include "view/synchronous_job.h"

/* What connectors print, and what the API calls it. */
static const struct {
    const char *protocol;
    const char *api;
} names[] = {
    {"auth_flow_type", "authFlowType"},
    {"predicate_key", "predicateKey"},
    {"predicate_value", "predicateValue"},
    {"oauth_user_input_from_connector_config_specification",
     "oauthUserInputFromConnectorConfigSpecification"},
    {"complete_oauth_output_specification", "completeOAuthOutputSpecification"},
    {"complete_oauth_server_input_specification", "completeOAuthServerInputSpecification"},
    {"complete_oauth_server_output_specification", "completeOAuthServerOutputSpecification"},
};

/* The members that both know, under the API's names, or under the protocol's. New reference. */
static json_t *renamed(const json_t *object, bool to_api)
{
    json_t *copy = json_object();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        json_t *value = json_object_get(object, to_api ? names[i].protocol : names[i].api);
        if (value)
            json_object_set(copy, to_api ? names[i].api : names[i].protocol, value);
    }
    return copy;
}

/* AdvancedAuth, or NULL. New reference. */
static json_t *advanced_auth(const json_t *spec)
{
    const json_t *printed = json_object_get(spec, "advanced_auth");
    const json_t *config = json_object_get(printed, "oauth_config_specification");
    if (!printed)
        return NULL;
    json_t *read = renamed(printed, true);
    if (config)
        json_object_set_new(read, "oauthConfigSpecification", renamed(config, true));
    return read;
}

/* Those of a destination, a list in any case; a source has none. New reference. */
static json_t *sync_modes(const json_t *spec)
{
    json_t *modes = json_object_get(spec, "supported_destination_sync_modes");
    return modes ? json_incref(modes) : json_array();
}

json_t *specification_read(struct world *world, const struct actor_kind *kind, const char *definition_id)
{
    struct definition definition;
    if (!definition_load(world, kind, definition_id, &definition))
        return NULL;
    const json_t *spec = definition_spec(world, &definition)->document;
    definition_free(&definition);
    return json_pack("{ss sO* sO* sO* so* so so}", kind->definition_id, definition_id, "documentationUrl",
                     json_object_get(spec, "documentationUrl"), "connectionSpecification",
                     json_object_get(spec, "connectionSpecification"), "authSpecification",
                     json_object_get(spec, "authSpecification"), "advancedAuth", advanced_auth(spec),
                     "jobInfo", synchronous_job(world, "get_spec", "Optional.empty", true),
                     "supportedDestinationSyncModes", sync_modes(spec));
}

/* The reverse of advanced_auth(). */
static json_t *printed_auth(const json_t *read)
{
    const json_t *config = json_object_get(read, "oauthConfigSpecification");
    if (!read)
        return NULL;
    json_t *printed = renamed(read, false);
    if (config)
        json_object_set_new(printed, "oauth_config_specification", renamed(config, false));
    return printed;
}

json_t *specification_printed(const json_t *read)
{
    json_t *modes = json_object_get(read, "supportedDestinationSyncModes");
    return json_pack("{sO* sO* sO* so* sO*}", "documentationUrl", json_object_get(read, "documentationUrl"),
                     "connectionSpecification", json_object_get(read, "connectionSpecification"),
                     "authSpecification", json_object_get(read, "authSpecification"), "advanced_auth",
                     printed_auth(json_object_get(read, "advancedAuth")), "supported_destination_sync_modes",
                     json_array_size(modes) ? modes : NULL);
}
