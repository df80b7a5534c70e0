-- For how long open cases have been lying where they lie, summed up when the list comes in: asked of the cases themselves a million of
-- them were gone through for the first dashboard after every start.
CREATE TABLE listed_wait (
    tenant_id TEXT    NOT NULL REFERENCES tenant (id),
    case_type TEXT    NOT NULL,
    -- as in listed_case
    holder    INTEGER NOT NULL,
    -- as in listed_age
    band      INTEGER NOT NULL CHECK (band BETWEEN 0 AND 4),
    -- of which the list says since when
    cases     INTEGER NOT NULL,
    -- days of all of them since it is the holder's turn, and from receipt until then
    here      INTEGER NOT NULL,
    before    INTEGER NOT NULL,
    -- of which it does not
    unknown   INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, case_type, holder, band)
) STRICT, WITHOUT ROWID;

-- The day of those. Of a list from before them there are none: they are summed up when the program opens the database.
ALTER TABLE case_list ADD COLUMN waited_on INTEGER;
