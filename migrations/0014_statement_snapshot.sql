-- The snapshot of plan and scenario that a frozen statement rests on; none of those that were frozen before.
ALTER TABLE statement ADD COLUMN snapshot_id TEXT REFERENCES snapshot (id);

-- No snapshot is ever deleted; of one that a statement rests on the refusal says so.
DROP TRIGGER snapshot_is_not_deleted;
CREATE TRIGGER snapshot_is_not_deleted BEFORE DELETE ON snapshot
BEGIN
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM statement WHERE statement.snapshot_id = OLD.id)
        THEN RAISE(ABORT, 'Auf diesem Stand beruht eine festgeschriebene Stellungnahme; er kann nicht gelöscht werden.')
        ELSE RAISE(ABORT, 'snapshots are immutable')
    END;
END;
