-- Packages of steps that are switched on and off together, and the baselines that scenarios stand on.

CREATE TABLE scenario_package (
    id          TEXT    NOT NULL PRIMARY KEY,
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    scenario_id TEXT    NOT NULL REFERENCES scenario (id),
    name        TEXT    NOT NULL,
    is_on       INTEGER NOT NULL DEFAULT 1 CHECK (is_on IN (0, 1)),
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX package_by_scenario ON scenario_package (tenant_id, scenario_id, id);

-- A step of a package that is switched off is not in force.
ALTER TABLE scenario_change ADD COLUMN package_id TEXT REFERENCES scenario_package (id);

-- What a plan was before it was changed; the present document stands in `plan`.
CREATE TABLE plan_history (
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    plan_id     TEXT    NOT NULL REFERENCES plan (id),
    version     INTEGER NOT NULL CHECK (version >= 1),
    document    TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (plan_id, version)
) STRICT;

-- The version of the plan that a scenario was made on or led onto.
ALTER TABLE scenario ADD COLUMN plan_version INTEGER NOT NULL DEFAULT 1 CHECK (plan_version >= 1);
