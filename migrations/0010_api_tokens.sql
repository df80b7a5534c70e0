-- Accesses for other programs. Of a token only its hash is kept.

CREATE TABLE api_token (
    id          TEXT    NOT NULL PRIMARY KEY,
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    -- How people and the audit trail call it; of those in force no two are called alike.
    name        TEXT    NOT NULL,
    -- SHA-256 in hexadecimal digits.
    hash        TEXT    NOT NULL UNIQUE,
    scope       TEXT    NOT NULL CHECK (scope IN ('read', 'simulate')),
    made_by     TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    -- The day of the last use, in microseconds since 1970-01-01 UTC; its time of day nobody needs.
    used_at     INTEGER,
    revoked_at  INTEGER
) STRICT;
CREATE INDEX api_token_by_tenant ON api_token (tenant_id, name);
