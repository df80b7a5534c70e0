-- The sample of completed cases is read from the index alone; without what it asks for, the engine would rather go along the pseudonyms.
DROP INDEX listed_case_sample;
CREATE INDEX listed_case_sample ON listed_case (tenant_id, case_type, pseudonym, closed, received) WHERE closed IS NOT NULL;
