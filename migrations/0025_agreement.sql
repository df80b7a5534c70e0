-- What was agreed on for a while, in one table: from how many heads on measured output is shown, and that one person may approve alone.

CREATE TABLE agreement (
    id            TEXT    NOT NULL PRIMARY KEY,
    tenant_id     TEXT    NOT NULL REFERENCES tenant (id),
    kind          TEXT    NOT NULL CHECK (kind IN ('group_size', 'single_approval')),
    -- What it is called, or why it is.
    title         TEXT    NOT NULL,
    -- Of the size of groups: from how many heads on, and the day of the signature.
    heads         INTEGER CHECK (heads BETWEEN 1 AND 100),
    agreed_on     TEXT,
    -- Those of the demonstration count in the demonstration only.
    demonstration INTEGER NOT NULL DEFAULT 0 CHECK (demonstration IN (0, 1)),
    recorded_by   TEXT    NOT NULL,
    recorded_at   INTEGER NOT NULL,
    -- Nothing while it is in force.
    ended_at      INTEGER,
    CHECK ((kind = 'group_size') = (heads IS NOT NULL AND agreed_on IS NOT NULL))
) STRICT;
CREATE INDEX agreement_by_kind ON agreement (tenant_id, kind, recorded_at);

INSERT INTO agreement (id, tenant_id, kind, title, heads, agreed_on, demonstration, recorded_by, recorded_at, ended_at)
SELECT id, tenant_id, 'group_size', title, heads, agreed_on, demonstration, recorded_by, recorded_at, ended_at
FROM service_agreement;

INSERT INTO agreement (id, tenant_id, kind, title, demonstration, recorded_by, recorded_at, ended_at)
SELECT id, tenant_id, 'single_approval', reason, demonstration, recorded_by, recorded_at, ended_at
FROM single_approval;

DROP TABLE service_agreement;
DROP TABLE single_approval;
