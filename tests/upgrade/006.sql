-- A file that version 6 of the schema was in: what 005.sql holds, brought there by its migration.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE workspace (
    doc TEXT NOT NULL CHECK (json_valid(doc)),
    id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'workspaceId') STORED UNIQUE,
    slug TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'slug') STORED UNIQUE,
    webhook_tokens TEXT, -- {webhook configuration's id: token}; never read back
    boot INTEGER NOT NULL DEFAULT 0, -- the workspace that a fresh Airbyte has
    deleted INTEGER NOT NULL DEFAULT 0
, notification_settings TEXT) STRICT;
INSERT INTO workspace VALUES('{"workspaceId":"a0000000-0000-4000-8000-000000000001","customerId":"f80b9e5d-a729-4e26-a7f6-6ac2c30003f5","name":"Kept","slug":"kept","initialSetupComplete":false,"displaySetupWizard":false,"anonymousDataCollection":false,"news":false,"securityUpdates":false,"notifications":[],"defaultGeography":"auto","webhookConfigs":[]}','{}',0,0,NULL);
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
CREATE TABLE connector_image (
    image TEXT NOT NULL PRIMARY KEY, -- repository:tag
    spec TEXT NOT NULL CHECK (json_valid(spec))
) STRICT, WITHOUT ROWID;
CREATE TABLE definition_grant (
    workspace_id TEXT NOT NULL,
    definition_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, definition_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE actor (
    doc TEXT NOT NULL CHECK (json_valid(doc)), -- secrets masked
    id TEXT NOT NULL GENERATED ALWAYS AS (coalesce(doc ->> 'sourceId', doc ->> 'destinationId')) STORED UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('source', 'destination')),
    workspace_id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'workspaceId') STORED REFERENCES workspace (id),
    definition_id TEXT NOT NULL
        GENERATED ALWAYS AS (coalesce(doc ->> 'sourceDefinitionId', doc ->> 'destinationDefinitionId')) STORED,
    configuration TEXT NOT NULL CHECK (json_valid(configuration)), -- with its secrets
    deleted INTEGER NOT NULL DEFAULT 0
, created_at INTEGER NOT NULL DEFAULT 0, type TEXT, resources TEXT) STRICT;
INSERT INTO actor VALUES('{"sourceDefinitionId":"dfd88b22-b603-4c3d-aad7-3701784586b1","sourceId":"50000000-0000-4000-8000-000000000001","workspaceId":"a0000000-0000-4000-8000-000000000001","connectionConfiguration":{"count":10},"name":"Sample","sourceName":"Sample Data (Faker)","icon":"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><circle cx=\"16\" cy=\"16\" r=\"16\" fill=\"hsl(93,55%,45%)\"/><text x=\"16\" y=\"22\" font-size=\"18\" text-anchor=\"middle\" fill=\"#fff\">S</text></svg>"}','source','{"count":10}',0,0,NULL,NULL);
INSERT INTO actor VALUES('{"destinationDefinitionId":"a625d593-bba5-4a1c-a53d-2d246268a816","destinationId":"de000000-0000-4000-8000-000000000001","workspaceId":"a0000000-0000-4000-8000-000000000001","connectionConfiguration":{"destination_path":"/out"},"name":"Files","destinationName":"Local JSON","icon":"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><circle cx=\"16\" cy=\"16\" r=\"16\" fill=\"hsl(130,55%,45%)\"/><text x=\"16\" y=\"22\" font-size=\"18\" text-anchor=\"middle\" fill=\"#fff\">L</text></svg>"}','destination','{"destination_path":"/out"}',0,0,NULL,NULL);
CREATE TABLE operation (
    doc TEXT NOT NULL CHECK (json_valid(doc)),
    id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'operationId') STORED UNIQUE,
    workspace_id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'workspaceId') STORED REFERENCES workspace (id),
    deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO operation VALUES('{"workspaceId":"a0000000-0000-4000-8000-000000000001","operationId":"09000000-0000-4000-8000-000000000001","name":"Normalize","operatorConfiguration":{"operatorType":"normalization","normalization":{"option":"basic"}}}',0);
CREATE TABLE connection_operation (
    connection_id TEXT NOT NULL REFERENCES connection (id),
    operation_id TEXT NOT NULL REFERENCES operation (id),
    PRIMARY KEY (connection_id, operation_id)
) STRICT, WITHOUT ROWID;
INSERT INTO connection_operation VALUES('5b499a0e-bbe5-4bc9-995d-2bc123f92e2c','09000000-0000-4000-8000-000000000001');
CREATE TABLE stream_reset (
    connection_id TEXT NOT NULL REFERENCES connection (id),
    name TEXT NOT NULL,
    namespace TEXT
) STRICT;
CREATE TABLE catalog (
    id TEXT NOT NULL PRIMARY KEY,
    catalog TEXT NOT NULL UNIQUE CHECK (json_valid(catalog)) -- API form
) STRICT;
INSERT INTO catalog VALUES('5ba2db01-0da4-4c20-81ea-d4ae1ce44186','{"streams":[{"stream":{"name":"products","jsonSchema":{"type":"object","$schema":"http://json-schema.org/draft-07/schema#","properties":{"id":{"type":"number"},"make":{"type":"string"},"year":{"type":"number"},"model":{"type":"string"},"price":{"type":"number"},"created_at":{"type":"string","format":"date-time","airbyte_type":"timestamp_with_timezone"}}},"supportedSyncModes":["full_refresh","incremental"],"sourceDefinedCursor":true,"defaultCursorField":["id"],"sourceDefinedPrimaryKey":[]}},{"stream":{"name":"users","jsonSchema":{"type":"object","$schema":"http://json-schema.org/draft-07/schema#","properties":{"id":{"type":"number"},"age":{"type":"integer"},"name":{"type":"string"},"email":{"type":"string"},"title":{"type":"string"},"gender":{"type":"string"},"height":{"type":"string"},"weight":{"type":"integer"},"language":{"type":"string"},"telephone":{"type":"string"},"blood_type":{"type":"string"},"created_at":{"type":"string","format":"date-time","airbyte_type":"timestamp_with_timezone"},"occupation":{"type":"string"},"updated_at":{"type":"string","format":"date-time","airbyte_type":"timestamp_with_timezone"},"nationality":{"type":"string"},"academic_degree":{"type":"string"}}},"supportedSyncModes":["full_refresh","incremental"],"sourceDefinedCursor":true,"defaultCursorField":["id"],"sourceDefinedPrimaryKey":[]}},{"stream":{"name":"purchases","jsonSchema":{"type":"object","$schema":"http://json-schema.org/draft-07/schema#","properties":{"id":{"type":"number"},"user_id":{"type":"number"},"product_id":{"type":"number"},"returned_at":{"type":["null","string"],"format":"date-time","airbyte_type":"timestamp_with_timezone"},"purchased_at":{"type":["null","string"],"format":"date-time","airbyte_type":"timestamp_with_timezone"},"added_to_cart_at":{"type":["null","string"],"format":"date-time","airbyte_type":"timestamp_with_timezone"}}},"supportedSyncModes":["full_refresh","incremental"],"sourceDefinedCursor":true,"defaultCursorField":["id"],"sourceDefinedPrimaryKey":[]}}]}');
CREATE TABLE catalog_fetch (
    id INTEGER PRIMARY KEY,
    actor_id TEXT NOT NULL REFERENCES actor (id),
    catalog_id TEXT NOT NULL REFERENCES catalog (id),
    connector_version TEXT NOT NULL,
    configuration_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO catalog_fetch VALUES(1,'50000000-0000-4000-8000-000000000001','5ba2db01-0da4-4c20-81ea-d4ae1ce44186','2.0.1','740b1e06e04d66fd49846f6157d81b3b',1677661200000);
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
, origin TEXT, plan TEXT, called TEXT CHECK (called = 'clear' OR called = 'refresh'), refresh TEXT CHECK (refresh IS NULL OR json_valid(refresh))) STRICT;
INSERT INTO job VALUES(1,'5b499a0e-bbe5-4bc9-995d-2bc123f92e2c','sync','succeeded',1677661200000,1677661200000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
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
) STRICT;
INSERT INTO attempt VALUES(1,0,'succeeded',1677661200000,1677661200000,1677661200000,NULL,'{"states":1,"streams":[{"name":"products","mode":"full_refresh - append","records":1649,"bytes":110483,"committed":1649}]}',NULL,NULL,NULL,NULL);
CREATE TABLE plan (
    doc TEXT NOT NULL CHECK (json_valid(doc)),
    id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'id') STORED UNIQUE,
    taken TEXT NOT NULL DEFAULT '{}' -- how many of its runs, checks and discoveries were: {"runs": 2}
, given INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE gate (
    name TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    due INTEGER NOT NULL,
    kind TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    job_id INTEGER
) STRICT;
INSERT INTO event VALUES(1,1677720600000,'schedule','5b499a0e-bbe5-4bc9-995d-2bc123f92e2c',NULL);
CREATE TABLE poll (
    job_id INTEGER PRIMARY KEY REFERENCES job (id),
    seen INTEGER NOT NULL
) STRICT;
CREATE TABLE memory (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO memory VALUES('random numbers','12513836220411804823');
CREATE TABLE IF NOT EXISTS "connection" (
    id TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'connectionId') STORED UNIQUE,
    name TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'name') STORED,
    source_id TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'sourceId') STORED REFERENCES actor (id),
    destination_id TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'destinationId') STORED REFERENCES actor (id),
    status TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'status') STORED,
    outline TEXT NOT NULL CHECK (json_valid(outline)), -- the document without what no run and no list looks at
    unmanaged INTEGER NOT NULL DEFAULT 0, -- deleted by a call: nothing schedules or runs it any more
    sync_after_reset INTEGER NOT NULL DEFAULT 0, -- a reset that an update caused is followed by a sync
    doc TEXT NOT NULL -- long, and so behind what is looked at more often
, created_at INTEGER NOT NULL DEFAULT 0, extras TEXT) STRICT;
INSERT INTO connection VALUES('{"connectionId":"5b499a0e-bbe5-4bc9-995d-2bc123f92e2c","name":"Nightly","sourceId":"50000000-0000-4000-8000-000000000001","destinationId":"de000000-0000-4000-8000-000000000001","scheduleData":{"cron":{"cronExpression":"0 30 2 * * ?","cronTimeZone":"Europe/Berlin"}},"status":"active","syncCatalog":{"streams":[{"stream":{"name":"products","supportedSyncModes":["full_refresh","incremental"],"sourceDefinedCursor":true,"defaultCursorField":["id"],"sourceDefinedPrimaryKey":[]},"config":{"syncMode":"full_refresh","cursorField":["id"],"destinationSyncMode":"append","primaryKey":[],"aliasName":"products","selected":true,"fieldSelectionEnabled":false}}]},"scheduleType":"cron","sourceCatalogId":"5ba2db01-0da4-4c20-81ea-d4ae1ce44186","breakingChange":false,"namespaceDefinition":"source","nonBreakingChangesPreference":"ignore"}',0,0,'{"connectionId":"5b499a0e-bbe5-4bc9-995d-2bc123f92e2c","name":"Nightly","namespaceDefinition":"source","sourceId":"50000000-0000-4000-8000-000000000001","destinationId":"de000000-0000-4000-8000-000000000001","operationIds":["09000000-0000-4000-8000-000000000001"],"syncCatalog":{"streams":[{"stream":{"name":"products","jsonSchema":{"type":"object","$schema":"http://json-schema.org/draft-07/schema#","properties":{"id":{"type":"number"},"make":{"type":"string"},"year":{"type":"number"},"model":{"type":"string"},"price":{"type":"number"},"created_at":{"type":"string","format":"date-time","airbyte_type":"timestamp_with_timezone"}}},"supportedSyncModes":["full_refresh","incremental"],"sourceDefinedCursor":true,"defaultCursorField":["id"],"sourceDefinedPrimaryKey":[]},"config":{"syncMode":"full_refresh","cursorField":["id"],"destinationSyncMode":"append","primaryKey":[],"aliasName":"products","selected":true,"fieldSelectionEnabled":false}}]},"scheduleType":"cron","scheduleData":{"cron":{"cronExpression":"0 30 2 * * ?","cronTimeZone":"Europe/Berlin"}},"status":"active","sourceCatalogId":"5ba2db01-0da4-4c20-81ea-d4ae1ce44186","geography":"auto","breakingChange":false,"notifySchemaChanges":true,"nonBreakingChangesPreference":"ignore"}',0,NULL);
INSERT INTO connection VALUES('{"connectionId":"f329a80e-3d36-4d7d-ba6e-249f210502dc","name":"By hand","sourceId":"50000000-0000-4000-8000-000000000001","destinationId":"de000000-0000-4000-8000-000000000001","status":"inactive","syncCatalog":{"streams":[]},"scheduleType":"manual","breakingChange":false,"namespaceDefinition":"source","nonBreakingChangesPreference":"ignore"}',0,0,'{"connectionId":"f329a80e-3d36-4d7d-ba6e-249f210502dc","name":"By hand","namespaceDefinition":"source","sourceId":"50000000-0000-4000-8000-000000000001","destinationId":"de000000-0000-4000-8000-000000000001","operationIds":[],"syncCatalog":{"streams":[]},"scheduleType":"manual","status":"inactive","geography":"auto","breakingChange":false,"notifySchemaChanges":true,"nonBreakingChangesPreference":"ignore"}',0,NULL);
CREATE TABLE IF NOT EXISTS "state" (
    connection_id TEXT NOT NULL REFERENCES connection (id),
    type TEXT NOT NULL CHECK (type = 'legacy' OR type = 'stream' OR type = 'global'),
    name TEXT,
    namespace TEXT,
    blob TEXT NOT NULL CHECK (json_valid(blob))
) STRICT;
CREATE TABLE access (
    kind TEXT NOT NULL CHECK (kind IN ('organization', 'user', 'permission', 'application')),
    id TEXT NOT NULL,
    doc TEXT NOT NULL CHECK (json_valid(doc)) -- an application's secret included
) STRICT;
INSERT INTO access VALUES('organization','00000000-0000-0000-0000-000000000000','{"organizationId":"00000000-0000-0000-0000-000000000000","organizationName":"Default Organization","email":"airbyte@example.com"}');
INSERT INTO access VALUES('user','00000000-0000-0000-0000-000000000000','{"id":"00000000-0000-0000-0000-000000000000","name":"Default User","email":"airbyte@example.com"}');
INSERT INTO access VALUES('permission','00000000-0000-4000-8000-000000000001','{"permissionId":"00000000-0000-4000-8000-000000000001","permissionType":"instance_admin","userId":"00000000-0000-0000-0000-000000000000"}');
CREATE TABLE tag (
    doc TEXT NOT NULL CHECK (json_valid(doc)),
    id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'tagId') VIRTUAL,
    name TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'name') VIRTUAL,
    workspace_id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'workspaceId') VIRTUAL
) STRICT;
CREATE TABLE connection_tag (
    connection_id TEXT NOT NULL REFERENCES connection (id),
    place INTEGER NOT NULL, -- in the connection's list
    tag_id TEXT NOT NULL,
    PRIMARY KEY (connection_id, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE manifest (
    definition_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    manifest TEXT NOT NULL CHECK (json_valid(manifest))
) STRICT;
CREATE TABLE stream_generation (
    connection_id TEXT NOT NULL REFERENCES connection (id),
    name TEXT NOT NULL,
    namespace TEXT,
    generation INTEGER NOT NULL,
    minimum INTEGER NOT NULL, -- the oldest that the destination is to keep
    job_id INTEGER NOT NULL REFERENCES job (id) -- that began it
) STRICT;
CREATE TABLE user_profile (
    user_id TEXT NOT NULL PRIMARY KEY,
    doc TEXT NOT NULL CHECK (json_valid(doc)) -- members of a UserUpdate
) STRICT, WITHOUT ROWID;
CREATE TABLE builder_project (
    doc TEXT NOT NULL CHECK (json_valid(doc)), -- a fixture's entry; its testing values with their secrets
    id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'builderProjectId') VIRTUAL,
    workspace_id TEXT NOT NULL GENERATED ALWAYS AS (doc ->> 'workspaceId') VIRTUAL,
    definition_id TEXT GENERATED ALWAYS AS (doc ->> 'sourceDefinitionId') VIRTUAL -- NULL where it was never published
) STRICT;
CREATE INDEX workspace_with_listeners ON workspace (id) WHERE doc ->> 'notifications' <> '[]' AND NOT deleted;
CREATE INDEX actor_workspace ON actor (workspace_id, kind);
CREATE INDEX actor_definition ON actor (definition_id);
CREATE INDEX actor_name ON actor (doc ->> 'name');
CREATE INDEX operation_name ON operation (doc ->> 'name');
CREATE INDEX connection_operation_operation ON connection_operation (operation_id);
CREATE UNIQUE INDEX stream_reset_stream ON stream_reset (connection_id, name, ifnull(namespace, char(0)));
CREATE INDEX catalog_fetch_actor ON catalog_fetch (actor_id);
CREATE INDEX job_key ON job (key) WHERE key IS NOT NULL;
CREATE INDEX job_place ON job (connection_id, place) WHERE place IS NOT NULL;
CREATE INDEX job_connection ON job (connection_id, created_at, id);
CREATE INDEX job_gate ON job (gate) WHERE gate IS NOT NULL;
CREATE INDEX event_due ON event (due, id);
CREATE INDEX event_connection ON event (connection_id);
CREATE INDEX event_job ON event (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX connection_name ON connection (name, source_id, destination_id);
CREATE INDEX connection_source ON connection (source_id);
CREATE INDEX connection_destination ON connection (destination_id);
CREATE INDEX job_open ON job (connection_id) WHERE status = 'pending' OR status = 'running' OR status = 'incomplete';
CREATE UNIQUE INDEX state_stream ON state (connection_id, ifnull(name, char(0)), ifnull(namespace, char(0)));
CREATE INDEX job_plan ON job (plan) WHERE plan IS NOT NULL;
CREATE UNIQUE INDEX stream_generation_stream ON stream_generation (connection_id, name, ifnull(namespace, char(0)));
COMMIT;
