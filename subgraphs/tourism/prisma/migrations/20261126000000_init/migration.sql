-- First tables of tourism. A migration that was applied anywhere is never edited: write the next one.

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

CREATE TABLE point_of_interest (
  id                    text PRIMARY KEY,
  name                  text NOT NULL,
  category              text NOT NULL
                        CHECK (category IN ('MUSEUM', 'CASTLE', 'PARK', 'SQUARE', 'STAGE', 'VIEWPOINT', 'BATH')),
  lat                   double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
  lon                   double precision NOT NULL CHECK (lon BETWEEN -180 AND 180),
  ags                   text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  address_id            text,
  wheelchair_accessible boolean,
  opening_hours         text,
  operator_id           text,
  nearest_stop_id       text,
  nearest_stop_metres   integer CHECK (nearest_stop_metres >= 0),
  source_id             text NOT NULL REFERENCES data_source (id),
  CHECK ((nearest_stop_id IS NULL) = (nearest_stop_metres IS NULL))
);
CREATE INDEX point_of_interest_municipality_idx ON point_of_interest (ags, name, id);
CREATE INDEX point_of_interest_category_idx ON point_of_interest (ags, category, name, id);
CREATE INDEX point_of_interest_stop_idx ON point_of_interest (nearest_stop_id, nearest_stop_metres, id)
  WHERE nearest_stop_id IS NOT NULL;

CREATE TABLE cultural_event (
  id                text PRIMARY KEY,
  title             text NOT NULL,
  starts_at         timestamptz(3) NOT NULL,
  ends_at           timestamptz(3),
  venue_id          text NOT NULL REFERENCES point_of_interest (id),
  -- The municipality of the venue, so that a town's events are found without looking at its places.
  ags               text NOT NULL,
  organiser_id      text,
  permit_id         text,
  expected_visitors integer CHECK (expected_visitors >= 0),
  price_from_cents  integer CHECK (price_from_cents > 0),
  source_id         text NOT NULL REFERENCES data_source (id),
  -- An event without end counts as over when it has begun.
  over_at           timestamptz(3) NOT NULL GENERATED ALWAYS AS (coalesce(ends_at, starts_at)) STORED,
  CHECK (ends_at > starts_at)
);
CREATE INDEX cultural_event_region_idx ON cultural_event (starts_at, id);
CREATE INDEX cultural_event_municipality_idx ON cultural_event (ags, starts_at, id);
CREATE INDEX cultural_event_venue_idx ON cultural_event (venue_id, starts_at, id);
CREATE INDEX cultural_event_organiser_idx ON cultural_event (organiser_id, starts_at, id) WHERE organiser_id IS NOT NULL;

CREATE TABLE trail (
  id        text PRIMARY KEY,
  name      text NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('HIKING', 'CYCLING')),
  length_m  integer NOT NULL CHECK (length_m > 0),
  ags       text NOT NULL,
  start_id  text REFERENCES point_of_interest (id),
  end_id    text REFERENCES point_of_interest (id),
  source_id text NOT NULL REFERENCES data_source (id)
);
CREATE INDEX trail_name_idx ON trail (name, id);
CREATE INDEX trail_municipality_idx ON trail (ags, name, id);

CREATE TABLE overnight_stays (
  ags    text NOT NULL,
  year   integer NOT NULL CHECK (year BETWEEN 1900 AND 2100),
  nights integer NOT NULL CHECK (nights >= 0),
  PRIMARY KEY (ags, year)
);

CREATE TABLE hotel (
  business_id text PRIMARY KEY,
  stars       integer NOT NULL CHECK (stars BETWEEN 1 AND 5)
);
