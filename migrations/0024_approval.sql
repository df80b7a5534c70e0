-- Who may approve what, the way of a scenario to its resolution, and the versions of the plan.

-- Who had a hand in a scenario: made it, changed it, laid it before those who decide. None of them decides on it or takes it over into the
-- plan (two-person rule).
CREATE TABLE scenario_hand (
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    scenario_id TEXT    NOT NULL REFERENCES scenario (id),
    account     TEXT    NOT NULL,
    -- Last time.
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, scenario_id, account)
) STRICT;

INSERT INTO scenario_hand (tenant_id, scenario_id, account, recorded_at)
SELECT tenant_id, scenario_id, account, max(recorded_at) FROM (
    SELECT tenant_id, id AS scenario_id, created_by AS account, recorded_at FROM scenario
    UNION ALL
    SELECT audit.tenant_id, audit.subject, audit.actor, audit.recorded_at
    FROM audit JOIN scenario ON scenario.id = audit.subject AND scenario.tenant_id = audit.tenant_id
    WHERE audit.action IN ('scenario.append', 'scenario.undo', 'scenario.redo', 'scenario.follow', 'scenario.remove',
            'package.dissolve', 'package.make', 'package.rename', 'package.switch',
            'step.assign', 'step.explain', 'step.redate', 'step.remove', 'step.take_up')
        OR (audit.action = 'scenario.status' AND json_extract(audit.detail, '$.status') = 'proposed')
) AS hands
WHERE account <> ''
GROUP BY tenant_id, scenario_id, account;

-- That one person may approve alone, and why; without one the two-person rule holds.
CREATE TABLE single_approval (
    id            TEXT    NOT NULL PRIMARY KEY,
    tenant_id     TEXT    NOT NULL REFERENCES tenant (id),
    reason        TEXT    NOT NULL,
    demonstration INTEGER NOT NULL DEFAULT 0 CHECK (demonstration IN (0, 1)),
    recorded_by   TEXT    NOT NULL,
    recorded_at   INTEGER NOT NULL,
    ended_at      INTEGER
) STRICT;
CREATE INDEX single_approval_by_tenant ON single_approval (tenant_id, recorded_at);

-- The way of a scenario to its resolution, step by step, each with its note.
CREATE TABLE approval_step (
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    scenario_id TEXT    NOT NULL REFERENCES scenario (id),
    position    INTEGER NOT NULL CHECK (position >= 1),
    step        TEXT    NOT NULL CHECK (step IN ('draft', 'proposed', 'endorsed', 'objected', 'decided')),
    note        TEXT    NOT NULL,
    -- Of whoever took the step, at that time; nothing where it was taken before this was kept.
    role        TEXT    NOT NULL,
    account     TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, scenario_id, position)
) STRICT;

INSERT INTO approval_step (tenant_id, scenario_id, position, step, note, role, account, recorded_at)
SELECT audit.tenant_id, audit.subject,
    row_number() OVER (PARTITION BY audit.tenant_id, audit.subject ORDER BY audit.position),
    CASE audit.action WHEN 'scenario.decide' THEN 'decided' ELSE json_extract(audit.detail, '$.status') END,
    COALESCE(json_extract(audit.detail, '$.resolution'), json_extract(audit.detail, '$.note'), ''),
    '', audit.actor, audit.recorded_at
FROM audit JOIN scenario ON scenario.id = audit.subject AND scenario.tenant_id = audit.tenant_id
WHERE audit.action IN ('scenario.status', 'scenario.decide');

CREATE TRIGGER approval_step_is_not_changed BEFORE UPDATE ON approval_step
BEGIN
    SELECT RAISE(ABORT, 'approval_step is append-only');
END;

CREATE TRIGGER approval_step_is_not_deleted BEFORE DELETE ON approval_step
BEGIN
    SELECT RAISE(ABORT, 'approval_step is append-only');
END;

-- Where each version of the plan after the first comes from; its document stands in plan, or in plan_history.
CREATE TABLE plan_version (
    tenant_id        TEXT    NOT NULL REFERENCES tenant (id),
    plan_id          TEXT    NOT NULL REFERENCES plan (id),
    version          INTEGER NOT NULL CHECK (version >= 2),
    origin           TEXT    NOT NULL CHECK (origin IN ('adopted', 'replaced')),
    -- Of a version that was adopted: the scenario, its version then, and what was decided about it.
    scenario_id      TEXT    REFERENCES scenario (id),
    scenario_version INTEGER,
    resolution       TEXT    NOT NULL DEFAULT '',
    decided_on       TEXT,
    -- Of a version that was read from a file: its name.
    source           TEXT    NOT NULL DEFAULT '',
    note             TEXT    NOT NULL,
    role             TEXT    NOT NULL,
    account          TEXT    NOT NULL,
    -- SHA-256 of the document; none where the version is older than this table.
    hash             TEXT,
    recorded_at      INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, plan_id, version)
) STRICT;

INSERT INTO plan_version (tenant_id, plan_id, version, origin, scenario_id, note, role, account, recorded_at)
SELECT audit.tenant_id, scenario.plan_id, json_extract(audit.detail, '$.plan_version'), 'adopted', scenario.id,
    COALESCE(json_extract(audit.detail, '$.note'), ''), '', audit.actor, audit.recorded_at
FROM audit JOIN scenario ON scenario.id = audit.subject AND scenario.tenant_id = audit.tenant_id
WHERE audit.action = 'plan.adopt';

INSERT INTO plan_version (tenant_id, plan_id, version, origin, source, note, role, account, hash, recorded_at)
SELECT audit.tenant_id, plan.id, json_extract(audit.detail, '$.plan_version'), 'replaced',
    COALESCE(json_extract(audit.detail, '$.source'), ''), COALESCE(json_extract(audit.detail, '$.note'), ''), '', audit.actor,
    json_extract(audit.detail, '$.hash'), audit.recorded_at
FROM audit JOIN plan ON plan.id = audit.subject AND plan.tenant_id = audit.tenant_id
WHERE audit.action = 'plan.replace';

CREATE TRIGGER plan_version_is_not_changed BEFORE UPDATE ON plan_version
BEGIN
    SELECT RAISE(ABORT, 'plan_version is append-only');
END;

CREATE TRIGGER plan_version_is_not_deleted BEFORE DELETE ON plan_version
BEGIN
    SELECT RAISE(ABORT, 'plan_version is append-only');
END;

CREATE TRIGGER plan_history_is_not_changed BEFORE UPDATE ON plan_history
BEGIN
    SELECT RAISE(ABORT, 'plan_history is append-only');
END;

CREATE TRIGGER plan_history_is_not_deleted BEFORE DELETE ON plan_history
BEGIN
    SELECT RAISE(ABORT, 'plan_history is append-only');
END;

-- The version of the plan that a scenario brings back.
ALTER TABLE scenario ADD COLUMN restores INTEGER;
