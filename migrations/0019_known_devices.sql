-- Browsers in which an account has signed in: who guesses at the account from elsewhere does not make them wait.
-- Of what the browser holds only the SHA-256 is kept.
CREATE TABLE account_device (
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    account_id  TEXT    NOT NULL REFERENCES account (id),
    fingerprint TEXT    NOT NULL,
    -- Last sign-in, in microseconds since 1970-01-01 UTC.
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, account_id, fingerprint)
) STRICT;
