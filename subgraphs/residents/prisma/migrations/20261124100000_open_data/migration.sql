-- What a licence asks besides the attribution, and how many records are in use, stand with the data set.
ALTER TABLE data_source ADD COLUMN licence_url text, ADD COLUMN notice text, ADD COLUMN record_count integer;

-- What was imported last into each record set: a file that has not changed is known by its sum.
CREATE TABLE data_import (
  source_id   text PRIMARY KEY REFERENCES data_source (id),
  format      text NOT NULL,
  file        text NOT NULL,
  sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  imported_at timestamptz(3) NOT NULL,
  -- When an import last changed a record: what is drawn over imported records must be younger.
  changed_at  timestamptz
);

-- The day on which the publisher's data no longer had a record; null while it is there.
ALTER TABLE administrative_district ADD COLUMN withdrawn_on date;
ALTER TABLE municipality ADD COLUMN withdrawn_on date;
ALTER TABLE population_figure ADD COLUMN withdrawn_on date;

-- Level of rents for the housing benefit (§ 12 WoGG, annex to § 1 MietNEinV).
CREATE TABLE rent_level (
  ags          text PRIMARY KEY REFERENCES municipality (ags),
  level        smallint NOT NULL CHECK (level BETWEEN 1 AND 7),
  source_id    text NOT NULL REFERENCES data_source (id),
  withdrawn_on date
);

-- Which postal codes a municipality has; a code may lie in several.
CREATE TABLE postal_code (
  code         text NOT NULL CHECK (code ~ '^\d{5}$'),
  ags          text NOT NULL REFERENCES municipality (ags),
  locality     text NOT NULL,
  source_id    text NOT NULL REFERENCES data_source (id),
  withdrawn_on date,
  PRIMARY KEY (code, ags)
);
CREATE INDEX postal_code_ags_idx ON postal_code (ags, code);
