-- Completed cases are deleted some years after their completion. What stays of them is how many were received and completed by kind and
-- month, so that what dashboards tell of the months after that does not change.
CREATE TABLE listed_past (
    tenant_id TEXT    NOT NULL REFERENCES tenant (id),
    case_type TEXT    NOT NULL,
    -- as in case_count
    month     INTEGER NOT NULL,
    received  INTEGER NOT NULL,
    completed INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, case_type, month)
) STRICT, WITHOUT ROWID;

-- The first day of which completed cases are still kept, as in listed_case; a list that has older ones does not bring them back. None as
-- long as none were deleted.
ALTER TABLE case_list ADD COLUMN kept_from INTEGER;
