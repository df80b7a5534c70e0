-- What was decided about a scenario (Beschluss): number and day of the resolution, the reasons, and the scenarios that were
-- rejected for it. One for each scenario, set as a whole; what stood there before is in the trail.

CREATE TABLE decision (
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    scenario_id TEXT    NOT NULL REFERENCES scenario (id),
    resolution  TEXT    NOT NULL,
    decided_on  TEXT    NOT NULL,
    reasons     TEXT    NOT NULL,
    -- A list as JSON: identifier of each scenario, its name at that time, why it was rejected.
    rejected    TEXT    NOT NULL,
    recorded_by TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, scenario_id)
) STRICT;
