-- Statements: drafts, and what was frozen of them with the values it was made from.

CREATE TABLE statement (
    id             TEXT    NOT NULL PRIMARY KEY,
    tenant_id      TEXT    NOT NULL REFERENCES tenant (id),
    scenario_id    TEXT    NOT NULL REFERENCES scenario (id),
    -- Kind, title, reference and sections.
    draft          TEXT    NOT NULL,
    version        INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_by     TEXT    NOT NULL,
    recorded_at    INTEGER NOT NULL,
    changed_at     INTEGER NOT NULL,
    -- Removed statements are kept.
    removed_at     INTEGER,
    frozen_at      INTEGER,
    frozen_by      TEXT,
    -- The version of the scenario whose figures were frozen, and the figures.
    frozen_version INTEGER CHECK (frozen_version >= 1),
    frozen_figures TEXT,
    CHECK ((frozen_at IS NULL) = (frozen_figures IS NULL))
) STRICT;
CREATE INDEX statement_by_scenario ON statement (tenant_id, scenario_id, id);

-- The files as they were given out: never changed, known by their hash.
CREATE TABLE statement_file (
    statement_id TEXT NOT NULL REFERENCES statement (id),
    tenant_id    TEXT NOT NULL REFERENCES tenant (id),
    form         TEXT NOT NULL CHECK (form IN ('pdf', 'docx')),
    sha256       TEXT NOT NULL,
    content      BLOB NOT NULL,
    PRIMARY KEY (statement_id, form)
) STRICT;

CREATE TRIGGER statement_file_is_not_changed BEFORE UPDATE ON statement_file
BEGIN
    SELECT RAISE(ABORT, 'a frozen file is not changed');
END;

CREATE TRIGGER statement_file_is_not_deleted BEFORE DELETE ON statement_file
BEGIN
    SELECT RAISE(ABORT, 'a frozen file is not deleted');
END;
