-- Lists of single cases under pseudonyms, what dashboards ask of them, and what was decided about the columns of tables.
--
-- Days are counted from 1970-01-01, months from January of the year 0 as in case_count. WITHOUT ROWID keeps the rows in the
-- order of their key, as the primary index of PostgreSQL's CLUSTER would; nothing relies on it but the speed.

-- What a file number is hashed with: without it nobody can try out file numbers until a pseudonym fits.
CREATE TABLE case_key (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenant (id),
    secret    TEXT NOT NULL
) STRICT;

CREATE TABLE listed_case (
    tenant_id TEXT    NOT NULL REFERENCES tenant (id),
    pseudonym BLOB    NOT NULL CHECK (length(pseudonym) = 16),
    case_type TEXT    NOT NULL,
    received  INTEGER NOT NULL,
    -- 0 with us, 1 in work, 2 another authority, 3 the applicant, 4 dormant
    holder    INTEGER NOT NULL CHECK (holder BETWEEN 0 AND 4),
    since     INTEGER CHECK (since >= received),
    closed    INTEGER CHECK (closed >= received),
    PRIMARY KEY (tenant_id, pseudonym)
) STRICT, WITHOUT ROWID;
-- Pseudonyms are random: the first of a case type are a sample of it.
CREATE INDEX listed_case_sample ON listed_case (tenant_id, case_type, pseudonym) WHERE closed IS NOT NULL;

-- The sums that dashboards read, made anew in the transaction of each import.
CREATE TABLE listed_open (
    tenant_id TEXT    NOT NULL REFERENCES tenant (id),
    case_type TEXT    NOT NULL,
    holder    INTEGER NOT NULL,
    received  INTEGER NOT NULL,
    cases     INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, case_type, holder, received)
) STRICT, WITHOUT ROWID;

CREATE TABLE listed_cycle (
    tenant_id TEXT    NOT NULL REFERENCES tenant (id),
    case_type TEXT    NOT NULL,
    -- in which it was completed
    month     INTEGER NOT NULL,
    days      INTEGER NOT NULL,
    cases     INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, case_type, month, days)
) STRICT, WITHOUT ROWID;

CREATE TABLE listed_flow (
    tenant_id TEXT    NOT NULL REFERENCES tenant (id),
    case_type TEXT    NOT NULL,
    month     INTEGER NOT NULL,
    received  INTEGER NOT NULL,
    completed INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, case_type, month)
) STRICT, WITHOUT ROWID;

-- The list as a whole: the latest day in it, and the import that brought it last.
CREATE TABLE case_list (
    tenant_id TEXT    NOT NULL PRIMARY KEY REFERENCES tenant (id),
    as_of     INTEGER NOT NULL,
    remaining INTEGER NOT NULL,
    completed INTEGER NOT NULL,
    import_id TEXT    NOT NULL REFERENCES case_import (id)
) STRICT;

ALTER TABLE case_import ADD COLUMN kind      TEXT    NOT NULL DEFAULT 'counts'
    CHECK (kind IN ('counts', 'cases', 'posts', 'sheet'));
ALTER TABLE case_import ADD COLUMN unchanged INTEGER NOT NULL DEFAULT 0 CHECK (unchanged >= 0);
-- Cases or posts that are stored and not in the file.
ALTER TABLE case_import ADD COLUMN absent    INTEGER NOT NULL DEFAULT 0 CHECK (absent >= 0);
-- What was left out or filled in, one sentence a line.
ALTER TABLE case_import ADD COLUMN notices   TEXT    NOT NULL DEFAULT '';

CREATE TABLE import_mapping (
    tenant_id  TEXT    NOT NULL REFERENCES tenant (id),
    kind       TEXT    NOT NULL CHECK (kind IN ('counts', 'cases', 'posts')),
    mapping    TEXT    NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, kind)
) STRICT;
