-- What stands beside the changes of a scenario: snapshots of it, its targets, what was said about it.

-- A snapshot is never changed: `content` is the text that `hash` (SHA-256) is of.
CREATE TABLE snapshot (
    id               TEXT    NOT NULL PRIMARY KEY,
    tenant_id        TEXT    NOT NULL REFERENCES tenant (id),
    scenario_id      TEXT    NOT NULL REFERENCES scenario (id),
    scenario_version INTEGER NOT NULL CHECK (scenario_version >= 1),
    name             TEXT    NOT NULL,
    steps            INTEGER NOT NULL CHECK (steps >= 0),
    content          TEXT    NOT NULL,
    hash             TEXT    NOT NULL,
    created_by       TEXT    NOT NULL,
    recorded_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX snapshot_by_scenario ON snapshot (tenant_id, scenario_id, id);

CREATE TRIGGER snapshot_is_not_changed BEFORE UPDATE ON snapshot
BEGIN
    SELECT RAISE(ABORT, 'snapshots are immutable');
END;

CREATE TRIGGER snapshot_is_not_deleted BEFORE DELETE ON snapshot
BEGIN
    SELECT RAISE(ABORT, 'snapshots are immutable');
END;

-- The snapshot that a scenario was restored from.
ALTER TABLE scenario ADD COLUMN snapshot_id TEXT REFERENCES snapshot (id);

-- The targets of a scenario: a list as JSON, set as a whole.
ALTER TABLE scenario ADD COLUMN targets TEXT NOT NULL DEFAULT '[]';

-- Plain text about a scenario or a thing in it. An answer names the comment that its thread begins with (`thread_id`);
-- whether a thread is settled stands with that one. What was withdrawn keeps its place without its text.
CREATE TABLE comment (
    id           TEXT    NOT NULL PRIMARY KEY,
    tenant_id    TEXT    NOT NULL REFERENCES tenant (id),
    scenario_id  TEXT    NOT NULL REFERENCES scenario (id),
    thread_id    TEXT    REFERENCES comment (id),
    subject      TEXT    NOT NULL CHECK (subject IN ('scenario', 'post', 'unit', 'case_type', 'step')),
    subject_id   TEXT    NOT NULL,
    content      TEXT    NOT NULL,
    created_by   TEXT    NOT NULL,
    role         TEXT    NOT NULL,
    recorded_at  INTEGER NOT NULL,
    resolved_by  TEXT,
    resolved_at  INTEGER,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX comment_by_scenario ON comment (tenant_id, scenario_id, id);
