-- The store of one sandbox. A resource's `doc` is the text that a read sends; its keys are generated from it.
-- Times are milliseconds of the sandbox's clock since 1970.

CREATE TABLE workspace (
    doc TEXT NOT NULL CHECK (json_valid(doc)),
    id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'workspaceId') STORED UNIQUE,
    slug TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'slug') STORED UNIQUE,
    webhook_tokens TEXT, -- {webhook configuration's id: token}; never read back
    boot INTEGER NOT NULL DEFAULT 0, -- the workspace that a fresh Airbyte has
    deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX workspace_with_listeners ON workspace (id) WHERE doc ->> 'notifications' <> '[]' AND NOT deleted;

-- Definitions made or changed here; the connector registry holds the others in a table like this one.
CREATE TABLE definition (
    doc TEXT NOT NULL CHECK (json_valid(doc)),
    id TEXT NOT NULL GENERATED ALWAYS AS (coalesce(doc ->> 'sourceDefinitionId', doc ->> 'destinationDefinitionId'))
        STORED UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('source', 'destination')),
    image TEXT NOT NULL GENERATED ALWAYS AS ((doc ->> 'dockerRepository') || ':' || (doc ->> 'dockerImageTag')) STORED,
    public INTEGER NOT NULL DEFAULT 1,
    custom INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0,
    suggested TEXT, -- names of the streams that discovery suggests, or NULL for all
    -- As the connector prints it: the protocol's ConnectorSpecification. Long, and so behind what lists read.
    spec TEXT NOT NULL CHECK (json_valid(spec))
) STRICT;

-- Specifications of images, known besides those of the definitions: custom definitions may use them.
CREATE TABLE connector_image (
    image TEXT NOT NULL PRIMARY KEY, -- repository:tag
    spec TEXT NOT NULL CHECK (json_valid(spec))
) STRICT, WITHOUT ROWID;

CREATE TABLE definition_grant (
    workspace_id TEXT NOT NULL,
    definition_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, definition_id)
) STRICT, WITHOUT ROWID;

-- Sources and destinations.
CREATE TABLE actor (
    doc TEXT NOT NULL CHECK (json_valid(doc)), -- secrets masked
    id TEXT NOT NULL GENERATED ALWAYS AS (coalesce(doc ->> 'sourceId', doc ->> 'destinationId')) STORED UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('source', 'destination')),
    workspace_id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'workspaceId') STORED REFERENCES workspace (id),
    definition_id TEXT NOT NULL
        GENERATED ALWAYS AS (coalesce(doc ->> 'sourceDefinitionId', doc ->> 'destinationDefinitionId')) STORED,
    configuration TEXT NOT NULL CHECK (json_valid(configuration)), -- with its secrets
    deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX actor_workspace ON actor (workspace_id, kind);
CREATE INDEX actor_definition ON actor (definition_id);
CREATE INDEX actor_name ON actor (doc ->> 'name');

CREATE TABLE operation (
    doc TEXT NOT NULL CHECK (json_valid(doc)),
    id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'operationId') STORED UNIQUE,
    workspace_id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'workspaceId') STORED REFERENCES workspace (id),
    deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX operation_name ON operation (doc ->> 'name');

CREATE TABLE connection (
    id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'connectionId') STORED UNIQUE,
    source_id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'sourceId') STORED REFERENCES actor (id),
    destination_id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'destinationId') STORED REFERENCES actor (id),
    status TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'status') STORED,
    outline TEXT NOT NULL CHECK (json_valid(outline)), -- the document without what no run looks at: JSON schemas
    unmanaged INTEGER NOT NULL DEFAULT 0, -- deleted by a call: nothing schedules or runs it any more
    sync_after_reset INTEGER NOT NULL DEFAULT 0, -- a reset that an update caused is followed by a sync
    -- Long, and so behind what is looked at more often.
    doc TEXT NOT NULL CHECK (json_valid(doc))
) STRICT;
CREATE INDEX connection_name ON connection (doc ->> 'name');
CREATE INDEX connection_source ON connection (source_id);
CREATE INDEX connection_destination ON connection (destination_id);

-- Which operations a connection runs; their order is that of its document.
CREATE TABLE connection_operation (
    connection_id TEXT NOT NULL REFERENCES connection (id),
    operation_id TEXT NOT NULL REFERENCES operation (id),
    PRIMARY KEY (connection_id, operation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX connection_operation_operation ON connection_operation (operation_id);

-- Streams that the next job of a connection resets.
CREATE TABLE stream_reset (
    connection_id TEXT NOT NULL REFERENCES connection (id),
    name TEXT NOT NULL,
    namespace TEXT
) STRICT;
CREATE UNIQUE INDEX stream_reset_stream ON stream_reset (connection_id, name, ifnull(namespace, char(0)));

-- A connection's state: all rows of one connection are of one type; a global state's shared part has no stream name.
CREATE TABLE state (
    connection_id TEXT NOT NULL REFERENCES connection (id),
    type TEXT NOT NULL CHECK (type IN ('legacy', 'stream', 'global')),
    name TEXT,
    namespace TEXT,
    blob TEXT NOT NULL CHECK (json_valid(blob))
) STRICT;
CREATE UNIQUE INDEX state_stream ON state (connection_id, ifnull(name, char(0)), ifnull(namespace, char(0)));

-- Discovered catalogues, each content once, and who discovered them when.
CREATE TABLE catalog (
    id TEXT NOT NULL PRIMARY KEY,
    catalog TEXT NOT NULL UNIQUE CHECK (json_valid(catalog)) -- API form
) STRICT;
CREATE TABLE catalog_fetch (
    id INTEGER PRIMARY KEY,
    actor_id TEXT NOT NULL REFERENCES actor (id),
    catalog_id TEXT NOT NULL REFERENCES catalog (id),
    connector_version TEXT NOT NULL,
    configuration_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX catalog_fetch_actor ON catalog_fetch (actor_id);

CREATE TABLE oauth_parameter (
    definition_id TEXT NOT NULL PRIMARY KEY,
    parameters TEXT NOT NULL CHECK (json_valid(parameters))
) STRICT;

CREATE TABLE job (
    id INTEGER PRIMARY KEY, -- one sequence for all connections
    connection_id TEXT NOT NULL REFERENCES connection (id),
    config_type TEXT NOT NULL CHECK (config_type IN ('sync', 'reset_connection')),
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    streams_to_reset TEXT, -- a list of stream descriptors; NULL for a sync
    run TEXT, -- what a plan says of it, while it is not over
    gate TEXT, -- the gate that it waits at
    key TEXT, -- of a fixture's job: its name there ...
    place INTEGER, -- ... or else its place among its connection's jobs
    entry_hash INTEGER -- of what the fixture said
) STRICT;
CREATE INDEX job_key ON job (key) WHERE key IS NOT NULL;
CREATE INDEX job_place ON job (connection_id, place) WHERE place IS NOT NULL;
CREATE INDEX job_connection ON job (connection_id, created_at, id);
CREATE INDEX job_open ON job (connection_id) WHERE status IN ('pending', 'running', 'incomplete');
CREATE INDEX job_gate ON job (gate) WHERE gate IS NOT NULL;

CREATE TABLE attempt (
    job_id INTEGER NOT NULL REFERENCES job (id),
    number INTEGER NOT NULL,
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    ended_at INTEGER,
    script TEXT, -- what it does, as long as there is no output: {"seconds", "outcome", "streams", ...}
    output TEXT, -- what it did: {"states", "streams": [{"name", "namespace"?, "mode", "records", "bytes", "committed"}]}
    failure TEXT, -- AttemptFailureSummary
    reported TEXT, -- what attempt/save_stats said, while it runs: {"stats", "streamStats"}
    workflow TEXT, -- what attempt/set_workflow_in_attempt said
    sync_config TEXT, -- what attempt/save_sync_config said
    PRIMARY KEY (job_id, number)
) STRICT; -- with rowids: its rows are too long for the pages of an index

-- What tests say will happen, oldest first; and the gates they opened.
CREATE TABLE plan (
    doc TEXT NOT NULL CHECK (json_valid(doc)),
    id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'id') STORED UNIQUE,
    taken TEXT NOT NULL DEFAULT '{}' -- how many of its runs, checks and discoveries were: {"runs": 2}
) STRICT;
CREATE TABLE gate (
    name TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What happens next, by time; of one time, by id.
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    due INTEGER NOT NULL,
    kind TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    job_id INTEGER
) STRICT;
CREATE INDEX event_due ON event (due, id);
CREATE INDEX event_connection ON event (connection_id);
CREATE INDEX event_job ON event (job_id) WHERE job_id IS NOT NULL;

-- How a job looked when a client polled it last, for the clock mode "skip".
CREATE TABLE poll (
    job_id INTEGER PRIMARY KEY REFERENCES job (id),
    seen INTEGER NOT NULL
) STRICT;

-- What the sandbox itself remembers: its clock and its random numbers, kept when it is saved, copied or closed.
CREATE TABLE memory (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
