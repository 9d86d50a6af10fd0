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
ALTER TABLE wz_code ADD COLUMN withdrawn_on date;
