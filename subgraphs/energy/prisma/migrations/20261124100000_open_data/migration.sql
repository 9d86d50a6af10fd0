-- What a licence asks besides the attribution stands with the data set.
ALTER TABLE data_source ADD COLUMN licence_url text, ADD COLUMN notice text;
