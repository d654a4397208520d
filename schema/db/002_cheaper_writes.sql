-- What calls look for in connections is generated from their outlines: a document can hold megabytes of JSON schemas,
-- and parsing it took a fifth of what making a connection costs. The document is checked by whoever prints it.

CREATE TABLE outlined_connection (
    id TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'connectionId') STORED UNIQUE,
    name TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'name') STORED,
    source_id TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'sourceId') STORED REFERENCES actor (id),
    destination_id TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'destinationId') STORED REFERENCES actor (id),
    status TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'status') STORED,
    outline TEXT NOT NULL CHECK (json_valid(outline)), -- the document without what no run and no list looks at
    unmanaged INTEGER NOT NULL DEFAULT 0, -- deleted by a call: nothing schedules or runs it any more
    sync_after_reset INTEGER NOT NULL DEFAULT 0, -- a reset that an update caused is followed by a sync
    doc TEXT NOT NULL -- long, and so behind what is looked at more often
) STRICT;

INSERT INTO outlined_connection (rowid, outline, unmanaged, sync_after_reset, doc)
SELECT rowid, json_patch(outline, json_object('scheduleType', doc ->> 'scheduleType', 'sourceCatalogId',
    doc ->> 'sourceCatalogId', 'breakingChange', doc -> 'breakingChange')), unmanaged, sync_after_reset, doc
FROM connection;

DROP TABLE connection;
ALTER TABLE outlined_connection RENAME TO connection;
CREATE INDEX connection_name ON connection (name, source_id, destination_id);
CREATE INDEX connection_source ON connection (source_id);
CREATE INDEX connection_destination ON connection (destination_id);

-- For a list of three words behind IN, SQLite lays out a table at each write, and twice at an update.
DROP INDEX job_open;
CREATE INDEX job_open ON job (connection_id) WHERE status = 'pending' OR status = 'running' OR status = 'incomplete';

CREATE TABLE cheaper_state (
    connection_id TEXT NOT NULL REFERENCES connection (id),
    type TEXT NOT NULL CHECK (type = 'legacy' OR type = 'stream' OR type = 'global'),
    name TEXT,
    namespace TEXT,
    blob TEXT NOT NULL CHECK (json_valid(blob))
) STRICT;
INSERT INTO cheaper_state (rowid, connection_id, type, name, namespace, blob)
SELECT rowid, connection_id, type, name, namespace, blob FROM state;
DROP TABLE state;
ALTER TABLE cheaper_state RENAME TO state;
CREATE UNIQUE INDEX state_stream ON state (connection_id, ifnull(name, char(0)), ifnull(namespace, char(0)));
