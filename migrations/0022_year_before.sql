-- How long cases took is told beside the twelve months before. Of a list from before this they are not known until the next one comes in.
ALTER TABLE listed_year ADD COLUMN before INTEGER NOT NULL DEFAULT 0;
