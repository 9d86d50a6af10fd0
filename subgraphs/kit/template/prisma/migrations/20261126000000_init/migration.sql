-- First tables of newcomer. A migration that was applied anywhere is never edited: write the next one.

CREATE TABLE data_source (
  id           text PRIMARY KEY,
  title        text NOT NULL,
  publisher    text NOT NULL,
  licence      text NOT NULL,
  attribution  text NOT NULL,
  licence_url  text,
  notice       text,
  url          text,
  retrieved_on date NOT NULL,
  record_count integer,
  provenance   text NOT NULL CHECK (provenance IN ('OPERATIONAL', 'OPEN_DATA', 'SYNTHETIC'))
);

CREATE TABLE place (
  id         text PRIMARY KEY,
  name       text NOT NULL,
  ags        text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  address_id text,
  source_id  text NOT NULL REFERENCES data_source (id)
);
-- The order of every list of places.
CREATE INDEX place_municipality_idx ON place (ags, name, id);
