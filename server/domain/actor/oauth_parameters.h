#pragma once

#include "domain/registry/registry.h"
#include "domain/world/world.h"

/*
 * What an operator stores for the OAuth logins of all connectors of a definition (client id and secret), and
 * where specifications say it belongs. In replies it stands as OAUTH_SERVER_SIDE.
 */
#define OAUTH_SERVER_SIDE "******"

/* The stored parameters of a definition, nested ones on one level, or NULL. New reference. Of two with one
 * name the outer is there; the name is put into *twice, a new text, where that is given. */
json_t *oauth_parameters(struct world *world, const char *definition_id, char **twice);

/* They replace those before; the definition need not exist. */
void oauth_set_parameters(struct world *world, const char *definition_id, const json_t *parameters);

/* Replaces in a configuration what the server supplies from parameters that are stored for the definition, if
 * it is set up for OAuth, as `spec` says. */
void oauth_mask_server_side(struct world *world, const struct spec *spec, const char *definition_id,
                            json_t *configuration);

/* The members that the schema `name` of an oauth_config_specification describes. Borrowed, or NULL. */
json_t *oauth_fields(json_t *config, const char *name);

/* Where a field stands in the connector's configuration: its path_in_connector_config. Borrowed; NULL where
 * it does not say. */
json_t *oauth_field_path(json_t *field);

/* The value at a path of names, or NULL. Borrowed. */
json_t *oauth_value_at(json_t *configuration, const json_t *path);
