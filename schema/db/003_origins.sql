-- Where jobs come from, and which plans a test made itself.
ALTER TABLE job ADD COLUMN origin TEXT; -- X-Request-Id of the call that asked for it; NULL where none did
ALTER TABLE job ADD COLUMN plan TEXT; -- id of the plan that says what becomes of it
CREATE INDEX job_plan ON job (plan) WHERE plan IS NOT NULL;
ALTER TABLE plan ADD COLUMN given INTEGER NOT NULL DEFAULT 0; -- the sandbox began with it
