#pragma once

#include "domain/registry/definition.h"

/* A login under way: what both of its steps look up first. */
struct oauth_flow {
    struct definition definition;
    json_t *read;   /* the definition's document */
    json_t *config; /* the specification's oauth_config_specification, or NULL. Borrowed from the registry */
    json_t *older;  /* else its oauth2Specification; NULL too where only the platform has a flow. Borrowed */
    json_t *input;  /* the user's; an object */
    json_t *parameters; /* those stored for the definition */
};

/* False with a problem; to be closed in any case. */
bool oauth_flow_open(struct world *world, const struct actor_kind *kind, const json_t *request,
                     struct oauth_flow *flow);
void oauth_flow_close(struct oauth_flow *flow);

/* The parameter that names the client: "client_id" or what the specification has in its place. Borrowed; NULL
 * with a problem where it is not stored. */
const char *oauth_client_id(struct world *world, const struct oauth_flow *flow);

/* Whether the client's secret is stored too, under its name; false with a problem. */
bool oauth_client_complete(struct world *world, const struct oauth_flow *flow);
