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
