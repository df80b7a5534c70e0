-- A second factor of accounts that sign in by password: one-time codes by the clock (TOTP, RFC 6238), and codes for the day on which the
-- device is lost.
CREATE TABLE account_second_factor (
    tenant_id  TEXT    NOT NULL REFERENCES tenant (id),
    account_id TEXT    NOT NULL REFERENCES account (id),
    -- 160 random bits as base32. Codes are computed from them, so a hash will not do.
    secret     TEXT    NOT NULL,
    -- The newest step of 30 seconds whose code was used: it and those before it count no more.
    last_step  INTEGER NOT NULL DEFAULT 0,
    -- When it was shown, and when a code from it proved that it had arrived; until then it counts for nothing. Both in microseconds
    -- since 1970-01-01 UTC.
    begun_at   INTEGER NOT NULL,
    set_up_at  INTEGER,
    PRIMARY KEY (tenant_id, account_id)
) STRICT;

-- Of each recovery code only the SHA-256 is kept; one that was used is gone.
CREATE TABLE account_recovery_code (
    tenant_id   TEXT NOT NULL REFERENCES tenant (id),
    account_id  TEXT NOT NULL REFERENCES account (id),
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (tenant_id, account_id, fingerprint)
) STRICT;
