#pragma once

/* Sources and destinations differ in names alone; these are the names. */
struct actor_kind {
    const char *name;                /* "source" */
    const char *id;                  /* "sourceId" */
    const char *definition_id;       /* "sourceDefinitionId" */
    const char *definition_name;     /* "sourceName": the definition's name in a read */
    const char *list;                /* "sources" */
    const char *definition;          /* "sourceDefinition" */
    const char *definition_list;     /* "sourceDefinitions" */
    const char *clone_id;            /* "sourceCloneId" */
    const char *clone_configuration; /* "sourceConfiguration" */
    const char *type;                /* "SOURCE_CONNECTION", as errors call it */
    const char *definition_type;     /* "STANDARD_SOURCE_DEFINITION" */
    const char *oauth_type;          /* "SOURCE_OAUTH_PARAM" */
    const char *shape;               /* "SourceRead" */
    const char *snippet_shape;       /* "SourceSnippetRead" */
    const char *definition_shape;    /* "SourceDefinitionRead" */
    const char *check_config_type;   /* "check_connection_source" */
};

extern const struct actor_kind SOURCE, DESTINATION;
