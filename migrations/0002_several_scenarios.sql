-- Several scenarios: what each is for, who sees it, how far it has come, where it comes from.

ALTER TABLE scenario ADD COLUMN description    TEXT    NOT NULL DEFAULT '';
ALTER TABLE scenario ADD COLUMN created_by     TEXT    NOT NULL DEFAULT 'lokal';
ALTER TABLE scenario ADD COLUMN visibility     TEXT    NOT NULL DEFAULT 'unit'
    CHECK (visibility IN ('private', 'unit', 'public'));
ALTER TABLE scenario ADD COLUMN status         TEXT    NOT NULL DEFAULT 'draft'
    CHECK (status IN ('draft', 'proposed', 'decided'));
-- What was said when the status was set last.
ALTER TABLE scenario ADD COLUMN status_note    TEXT    NOT NULL DEFAULT '';
-- The scenario that this one was branched from, and its version at that time.
ALTER TABLE scenario ADD COLUMN origin_id      TEXT    REFERENCES scenario (id);
ALTER TABLE scenario ADD COLUMN origin_version INTEGER CHECK (origin_version >= 1);
-- Removed scenarios are kept and can be restored.
ALTER TABLE scenario ADD COLUMN removed_at     INTEGER;
