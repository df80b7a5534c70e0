-- Accounts, their sessions and what guards the door; whose unit a scenario belongs to; the service agreement.

CREATE TABLE account (
    id            TEXT    NOT NULL PRIMARY KEY,
    tenant_id     TEXT    NOT NULL REFERENCES tenant (id),
    -- For signing in and for the trail; in lower case, never used again by another account.
    name          TEXT    NOT NULL,
    role          TEXT    NOT NULL
        CHECK (role IN ('staff', 'team_lead', 'manager', 'staff_council', 'administrator')),
    -- The unit at the head of the subtree that the rights are limited to, and its path in the tree
    -- (`/abteilung/asyl-eu/`); without a limit none and the empty path.
    unit          TEXT,
    scope         TEXT    NOT NULL DEFAULT '',
    -- Argon2id as a PHC string; none until one was set.
    password      TEXT,
    -- Made by the demonstration: without password, and gone when the program runs without it.
    demonstration INTEGER NOT NULL DEFAULT 0 CHECK (demonstration IN (0, 1)),
    version       INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    recorded_at   INTEGER NOT NULL,
    closed_at     INTEGER,
    UNIQUE (tenant_id, name)
) STRICT;

-- The browser holds 256 random bits, this table only their SHA-256.
CREATE TABLE session (
    id          TEXT    NOT NULL PRIMARY KEY,
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    account_id  TEXT    NOT NULL REFERENCES account (id),
    fingerprint TEXT    NOT NULL UNIQUE,
    -- What the browser says that it is, in two words.
    browser     TEXT    NOT NULL,
    started_at  INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX session_by_account ON session (tenant_id, account_id);

-- A link with which a password is set, once; again only the SHA-256 of its key.
CREATE TABLE account_link (
    tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
    account_id  TEXT    NOT NULL REFERENCES account (id),
    fingerprint TEXT    NOT NULL UNIQUE,
    expires_at  INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, account_id)
) STRICT;

-- Attempts to sign in that did not succeed; `subject` is the SHA-256 of an account's name or of a network address.
CREATE TABLE sign_in_attempt (
    tenant_id TEXT    NOT NULL REFERENCES tenant (id),
    subject   TEXT    NOT NULL,
    failures  INTEGER NOT NULL CHECK (failures >= 1),
    last_at   INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, subject)
) STRICT;

-- From how many heads on measured output is shown, and on which agreement that rests; the newest one in force counts.
CREATE TABLE service_agreement (
    id            TEXT    NOT NULL PRIMARY KEY,
    tenant_id     TEXT    NOT NULL REFERENCES tenant (id),
    heads         INTEGER NOT NULL CHECK (heads BETWEEN 1 AND 100),
    title         TEXT    NOT NULL,
    -- Day of the signature, as in files: 2024-06-30.
    agreed_on     TEXT    NOT NULL,
    demonstration INTEGER NOT NULL DEFAULT 0 CHECK (demonstration IN (0, 1)),
    recorded_by   TEXT    NOT NULL,
    recorded_at   INTEGER NOT NULL,
    ended_at      INTEGER
) STRICT;
CREATE INDEX service_agreement_by_tenant ON service_agreement (tenant_id, recorded_at);

-- The path of the unit whose account made the scenario; empty where that account is limited to none.
ALTER TABLE scenario ADD COLUMN home TEXT NOT NULL DEFAULT '';

-- Before there were accounts, everybody was „lokal“: nobody else could see what was hidden, and nobody is that any more.
UPDATE scenario SET visibility = 'unit' WHERE visibility = 'private' AND created_by = 'lokal';
