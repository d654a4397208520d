-- The streams of an outline in a column of their own: what calls look for is generated from the outline, whose every byte
-- is parsed for it at each write, and lists read no streams.

CREATE TABLE connection_with_streams (
    id TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'connectionId') STORED UNIQUE,
    name TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'name') STORED,
    source_id TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'sourceId') STORED REFERENCES actor (id),
    destination_id TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'destinationId') STORED REFERENCES actor (id),
    status TEXT NOT NULL GENERATED ALWAYS AS (outline ->> 'status') STORED,
    outline TEXT NOT NULL CHECK (json_valid(outline)), -- the document's members that lists and runs look at
    unmanaged INTEGER NOT NULL DEFAULT 0, -- deleted by a call: nothing schedules or runs it any more
    sync_after_reset INTEGER NOT NULL DEFAULT 0, -- a reset that an update caused is followed by a sync
    created_at INTEGER NOT NULL DEFAULT 0, -- ms; 0 where it was made before this was kept
    extras TEXT, -- what the public API says of streams that the Config API cannot say
    streams TEXT NOT NULL, -- the document's syncCatalog without JSON schemas
    doc TEXT NOT NULL -- long, and so behind what is looked at more often
) STRICT;

INSERT INTO connection_with_streams (rowid, outline, unmanaged, sync_after_reset, created_at, extras, streams, doc)
SELECT rowid, json_remove(outline, '$.syncCatalog'), unmanaged, sync_after_reset, created_at, extras,
    outline -> 'syncCatalog', doc
FROM connection;

DROP TABLE connection;
ALTER TABLE connection_with_streams RENAME TO connection;
CREATE INDEX connection_name ON connection (name, source_id, destination_id);
CREATE INDEX connection_source ON connection (source_id);
CREATE INDEX connection_destination ON connection (destination_id);
