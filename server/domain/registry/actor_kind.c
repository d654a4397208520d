#include "domain/registry/actor_kind.h"

const struct actor_kind SOURCE = {
    .name = "source",
    .id = "sourceId",
    .definition_id = "sourceDefinitionId",
    .definition_name = "sourceName",
    .list = "sources",
    .definition = "sourceDefinition",
    .definition_list = "sourceDefinitions",
    .clone_id = "sourceCloneId",
    .clone_configuration = "sourceConfiguration",
    .type = "SOURCE_CONNECTION",
    .definition_type = "STANDARD_SOURCE_DEFINITION",
    .oauth_type = "SOURCE_OAUTH_PARAM",
    .shape = "SourceRead",
    .snippet_shape = "SourceSnippetRead",
    .definition_shape = "SourceDefinitionRead",
    .check_config_type = "check_connection_source",
};

const struct actor_kind DESTINATION = {
    .name = "destination",
    .id = "destinationId",
    .definition_id = "destinationDefinitionId",
    .definition_name = "destinationName",
    .list = "destinations",
    .definition = "destinationDefinition",
    .definition_list = "destinationDefinitions",
    .clone_id = "destinationCloneId",
    .clone_configuration = "destinationConfiguration",
    .type = "DESTINATION_CONNECTION",
    .definition_type = "STANDARD_DESTINATION_DEFINITION",
    .oauth_type = "DESTINATION_OAUTH_PARAM",
    .shape = "DestinationRead",
    .snippet_shape = "DestinationSnippetRead",
    .definition_shape = "DestinationDefinitionRead",
    .check_config_type = "check_connection_destination",
};
