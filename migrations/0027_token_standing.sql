-- In which role a program reads, and in which units: those of before read as the staff council in all units, as they always have.

ALTER TABLE api_token ADD COLUMN role TEXT NOT NULL DEFAULT 'staff_council'
    CHECK (role IN ('staff', 'team_lead', 'manager', 'staff_council'));
-- As in account: the unit, and its path in the organisation of today.
ALTER TABLE api_token ADD COLUMN unit TEXT;
ALTER TABLE api_token ADD COLUMN path TEXT NOT NULL DEFAULT '';
