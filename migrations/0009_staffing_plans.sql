-- Staffing plans as they were frozen for a budget year: nothing that changes later touches them.

CREATE TABLE staffing_plan (
    -- Made by the page for the command that froze it: sent again, it is the same one.
    id               TEXT    NOT NULL PRIMARY KEY,
    tenant_id        TEXT    NOT NULL REFERENCES tenant (id),
    scenario_id      TEXT    NOT NULL REFERENCES scenario (id),
    scenario_version INTEGER NOT NULL CHECK (scenario_version >= 1),
    year             INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2200),
    -- What it was frozen for, in the words of whoever did it.
    label            TEXT    NOT NULL,
    -- Table and list (JSON), and the SHA-256 of exactly this text.
    document         TEXT    NOT NULL,
    hash             TEXT    NOT NULL,
    actor            TEXT    NOT NULL,
    recorded_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX staffing_plan_by_tenant ON staffing_plan (tenant_id, year, recorded_at);

CREATE TRIGGER staffing_plan_is_not_changed BEFORE UPDATE ON staffing_plan
BEGIN
    SELECT RAISE(ABORT, 'a frozen staffing plan is not changed');
END;

CREATE TRIGGER staffing_plan_is_not_deleted BEFORE DELETE ON staffing_plan
BEGIN
    SELECT RAISE(ABORT, 'a frozen staffing plan is not deleted');
END;
