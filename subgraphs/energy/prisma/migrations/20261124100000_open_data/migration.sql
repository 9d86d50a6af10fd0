-- What a licence asks besides the attribution, and how many records are in use, stand with the data set.
ALTER TABLE data_source ADD COLUMN licence_url text, ADD COLUMN notice text, ADD COLUMN record_count integer;
