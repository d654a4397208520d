-- Projects of the connector builder. It holds few rows, and so has no index.
CREATE TABLE builder_project (
    doc TEXT NOT NULL CHECK (json_valid(doc)), -- a fixture's entry; its testing values with their secrets
    id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'builderProjectId') VIRTUAL,
    workspace_id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'workspaceId') VIRTUAL,
    definition_id TEXT GENERATED ALWAYS AS (doc ->> 'sourceDefinitionId') VIRTUAL -- NULL where it was never published
) STRICT;
