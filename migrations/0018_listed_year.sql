-- How long cases took is asked of the last twelve months of a list, always: kept by kind and days, dashboards need not sort the sums
-- of every month anew each time.
CREATE TABLE listed_year (
    tenant_id TEXT    NOT NULL REFERENCES tenant (id),
    case_type TEXT    NOT NULL,
    days      INTEGER NOT NULL,
    -- completed in the twelve months that end with the month of the list's latest day
    cases     INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, case_type, days)
) STRICT, WITHOUT ROWID;

-- The month of the list's latest day, from days since 1970-01-01 by the arithmetic of the Gregorian calendar alone, which every database
-- reckons alike: eras of 400 years from 0000-03-01, then years and months that begin in March.
INSERT INTO listed_year (tenant_id, case_type, days, cases)
WITH era (tenant_id, era, day) AS (
    SELECT tenant_id, (as_of + 719468) / 146097, (as_of + 719468) % 146097 FROM case_list
), of_era (tenant_id, era, day, year) AS (
    SELECT tenant_id, era, day, (day - day / 1460 + day / 36524 - day / 146096) / 365 FROM era
), march (tenant_id, year, month) AS (
    SELECT tenant_id, year + era * 400, (5 * (day - (365 * year + year / 4 - year / 100)) + 2) / 153 FROM of_era
), last_month (tenant_id, month) AS (
    SELECT tenant_id, year * 12 + month + 2 FROM march
)
SELECT listed_cycle.tenant_id, case_type, days, sum(cases) FROM listed_cycle
JOIN last_month ON last_month.tenant_id = listed_cycle.tenant_id
WHERE listed_cycle.month BETWEEN last_month.month - 11 AND last_month.month
GROUP BY listed_cycle.tenant_id, case_type, days;

DROP TABLE listed_cycle;
