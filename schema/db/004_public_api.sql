-- What the public API keeps besides: who may do what, tags, and the manifests of declarative connectors.

ALTER TABLE actor ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0; -- ms; 0 where it was made before this was kept
ALTER TABLE connection ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0; -- the same
ALTER TABLE actor ADD COLUMN type TEXT; -- what the public API calls its connector; NULL likewise
ALTER TABLE actor ADD COLUMN resources TEXT; -- what its workers are to get
ALTER TABLE connection ADD COLUMN extras TEXT; -- what the public API says of streams that the Config API cannot say
-- E-mail and webhook by occasion, as the public API has them; NULL for a new workspace's. The webhooks of `failure` and
-- `success` are in the document.
ALTER TABLE workspace ADD COLUMN notification_settings TEXT;

-- The tables below hold few rows, and so have no indexes: each would cost every sandbox a page.

-- Organizations, users, permissions, and applications (clients that may ask for tokens, besides that of --client-id).
CREATE TABLE access (
    kind TEXT NOT NULL CHECK (kind IN ('organization', 'user', 'permission', 'application')),
    id TEXT NOT NULL,
    doc TEXT NOT NULL CHECK (json_valid(doc)) -- an application's secret included
) STRICT;

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

-- Every version of a declarative connector's manifest; the newest is the active one.
CREATE TABLE manifest (
    definition_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    manifest TEXT NOT NULL CHECK (json_valid(manifest))
) STRICT;

-- A fresh installation has one of each; its user may do everything.
INSERT INTO access (kind, id, doc) VALUES
    ('organization', '00000000-0000-0000-0000-000000000000', json_object('organizationId',
        '00000000-0000-0000-0000-000000000000', 'organizationName', 'Default Organization', 'email',
        'airbyte@example.com')),
    ('user', '00000000-0000-0000-0000-000000000000', json_object('id', '00000000-0000-0000-0000-000000000000',
        'name', 'Default User', 'email', 'airbyte@example.com')),
    ('permission', '00000000-0000-4000-8000-000000000001', json_object('permissionId',
        '00000000-0000-4000-8000-000000000001', 'permissionType', 'instance_admin', 'userId',
        '00000000-0000-0000-0000-000000000000'));

-- Lists of connections are written from outlines, so these have all that such a list shows.
UPDATE connection SET outline = json_patch(outline, json_object('namespaceDefinition', doc ->> 'namespaceDefinition',
    'namespaceFormat', doc ->> 'namespaceFormat', 'prefix', doc ->> 'prefix', 'nonBreakingChangesPreference',
    doc ->> 'nonBreakingChangesPreference'));
