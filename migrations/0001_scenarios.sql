-- Organisations, plans, scenarios and what was done to them.
--
-- Portable to PostgreSQL but for the word STRICT, the triggers' form and BIGINT, which STRICT spells INTEGER. Keys are
-- UUIDv7 made by the program, times are microseconds since 1970-01-01 UTC. No statement may rely on rowid.

CREATE TABLE tenant (
    id          TEXT    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;

CREATE TABLE plan (
    id          TEXT    NOT NULL PRIMARY KEY,
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    name        TEXT    NOT NULL,
    document    TEXT    NOT NULL,
    version     INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX plan_by_tenant ON plan (tenant_id, id);

CREATE TABLE scenario (
    id          TEXT    NOT NULL PRIMARY KEY,
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    plan_id     TEXT    NOT NULL REFERENCES plan (id),
    name        TEXT    NOT NULL,
    version     INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    recorded_at INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX scenario_by_tenant ON scenario (tenant_id, id);

-- What a client sent under a name of its own, and the answer it got: sent again, it gets the same answer.
CREATE TABLE command (
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    id          TEXT    NOT NULL,
    scenario_id TEXT    NOT NULL REFERENCES scenario (id),
    request     TEXT    NOT NULL,
    answer      TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
) STRICT;

CREATE TABLE scenario_change (
    id          TEXT    NOT NULL PRIMARY KEY,
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    scenario_id TEXT    NOT NULL REFERENCES scenario (id),
    position    INTEGER NOT NULL CHECK (position >= 1),
    change      TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('active', 'undone', 'discarded')),
    command_id  TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL,
    UNIQUE (scenario_id, position),
    UNIQUE (tenant_id, command_id)
) STRICT;

-- Who did what; every entry carries the hash of the one before it.
CREATE TABLE audit (
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    position    INTEGER NOT NULL CHECK (position >= 1),
    recorded_at INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    action      TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    detail      TEXT    NOT NULL,
    request_id  TEXT    NOT NULL,
    prev_hash   TEXT    NOT NULL,
    hash        TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, position)
) STRICT;

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;

-- What other viewers have to be told; written with the change, read by the server push.
CREATE TABLE outbox (
    id          TEXT    NOT NULL PRIMARY KEY,
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    topic       TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    payload     TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_by_tenant ON outbox (tenant_id, id);
