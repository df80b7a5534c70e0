-- Looks ahead that were made, so that what came can be held against what was expected. Only those that rest on counted figures.

-- `counted_until` is a month as in case_count. `basis` is a hash of plan and counts: on the same basis the same look is not made twice.
CREATE TABLE case_outlook (
    tenant_id     TEXT    NOT NULL REFERENCES tenant (id),
    counted_until INTEGER NOT NULL CHECK (counted_until BETWEEN 23880 AND 25211),
    basis         TEXT    NOT NULL,
    document      TEXT    NOT NULL,
    recorded_at   INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, counted_until, basis)
) STRICT;
