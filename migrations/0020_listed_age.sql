-- Dashboards look at a list on its own day, always: how old the open cases are then, and which cross three months next, is summed up when
-- the list comes in. By day of receipt there are as many sums as a year has days for every kind and turn; by age there are five.
CREATE TABLE listed_age (
    tenant_id TEXT    NOT NULL REFERENCES tenant (id),
    case_type TEXT    NOT NULL,
    -- as in listed_case
    holder    INTEGER NOT NULL,
    -- 0 up to 3 months, 1 up to 6, 2 up to 12, 3 up to 18, 4 above
    band      INTEGER NOT NULL CHECK (band BETWEEN 0 AND 4),
    cases     INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, case_type, holder, band)
) STRICT, WITHOUT ROWID;

-- Open cases that cross three months in the next 4, 8, 12 weeks; those of 4 are among those of 8.
CREATE TABLE listed_crossing (
    tenant_id TEXT    NOT NULL REFERENCES tenant (id),
    case_type TEXT    NOT NULL,
    holder    INTEGER NOT NULL,
    four      INTEGER NOT NULL,
    eight     INTEGER NOT NULL,
    twelve    INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, case_type, holder)
) STRICT, WITHOUT ROWID;

-- The day of those two. Of a list from before them there are none: it is summed up by day of receipt, as slowly as before, until the next
-- one comes in.
ALTER TABLE case_list ADD COLUMN aged_on INTEGER;
