-- Jobs that later releases tell apart: what they call a reset or a sync, and what a refresh reads anew.
ALTER TABLE job ADD COLUMN called TEXT CHECK (called = 'clear' OR called = 'refresh'); -- NULL: as config_type says
ALTER TABLE job ADD COLUMN refresh TEXT CHECK (refresh IS NULL OR json_valid(refresh)); -- {"mode", "streams"}; NULL for all but refreshes

-- How often a stream was begun anew, since the sandbox speaks a release that counts it.
CREATE TABLE stream_generation (
    connection_id TEXT NOT NULL REFERENCES connection (id),
    name TEXT NOT NULL,
    namespace TEXT,
    generation INTEGER NOT NULL,
    minimum INTEGER NOT NULL, -- the oldest that the destination is to keep
    job_id INTEGER NOT NULL REFERENCES job (id) -- that began it
) STRICT;
CREATE UNIQUE INDEX stream_generation_stream ON stream_generation (connection_id, name, ifnull(namespace, char(0)));

-- What users said of themselves besides their names.
CREATE TABLE user_profile (
    user_id TEXT NOT NULL PRIMARY KEY,
    doc TEXT NOT NULL CHECK (json_valid(doc)) -- members of a UserUpdate
) STRICT, WITHOUT ROWID;
