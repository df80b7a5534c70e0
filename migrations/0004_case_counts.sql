-- Monthly counts of cases, and the imports that brought them. What was not counted is NULL, which is not 0.

CREATE TABLE case_import (
    id          TEXT    NOT NULL PRIMARY KEY,
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    -- Name of the file, without its folder.
    source      TEXT    NOT NULL,
    actor       TEXT    NOT NULL,
    added       INTEGER NOT NULL CHECK (added >= 0),
    changed     INTEGER NOT NULL CHECK (changed >= 0),
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX case_import_by_tenant ON case_import (tenant_id, id);

-- `month` counts from January of the year 0: year * 12 + month - 1; here 1990 to 2100.
CREATE TABLE case_count (
    tenant_id TEXT    NOT NULL REFERENCES tenant (id),
    case_type TEXT    NOT NULL,
    month     INTEGER NOT NULL CHECK (month BETWEEN 23880 AND 25211),
    received  INTEGER CHECK (received >= 0),
    completed INTEGER CHECK (completed >= 0),
    remaining INTEGER CHECK (remaining >= 0),
    import_id TEXT    NOT NULL REFERENCES case_import (id),
    PRIMARY KEY (tenant_id, case_type, month)
) STRICT;
