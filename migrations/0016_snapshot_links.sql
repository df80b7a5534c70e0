-- Links with which somebody without an account reads a snapshot (Leselinks). Of a link's key only its hash is kept.

CREATE TABLE snapshot_link (
    id          TEXT    NOT NULL PRIMARY KEY,
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    snapshot_id TEXT    NOT NULL REFERENCES snapshot (id),
    -- SHA-256 in hexadecimal digits.
    fingerprint TEXT    NOT NULL UNIQUE,
    made_by     TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    revoked_by  TEXT,
    revoked_at  INTEGER,
    CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
) STRICT;
CREATE INDEX snapshot_link_by_snapshot ON snapshot_link (tenant_id, snapshot_id, id);
