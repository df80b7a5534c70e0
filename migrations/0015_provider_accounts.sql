-- Accounts that sign in by the administration's own sign-in service instead of a password.

CREATE TABLE account_provider (
    account_id TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
    tenant_id  TEXT    NOT NULL REFERENCES tenant (id),
    -- Who the service says that it is, and its own key for the holder: bound at the first sign-in and from then on all that
    -- counts, because names are given out again.
    issuer     TEXT,
    subject    TEXT,
    -- Made by the holder's group at the service: role and units follow it at each sign-in.
    by_group   INTEGER NOT NULL DEFAULT 0 CHECK (by_group IN (0, 1)),
    bound_at   INTEGER,
    UNIQUE (tenant_id, issuer, subject),
    CHECK ((issuer IS NULL) = (subject IS NULL))
) STRICT;
