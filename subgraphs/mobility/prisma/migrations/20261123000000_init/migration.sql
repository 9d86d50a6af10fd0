-- First tables of the mobility subgraph. Extensions are trusted ones: the owner of the database may create them.
CREATE EXTENSION IF NOT EXISTS cube;
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- A point on the sphere with the mean earth radius (6,371,008.8 m), in metres from the centre of the earth. The
-- straight line between two such points grows with the great circle, so a GiST index orders neighbours rightly.
-- The body is parsed here (RETURN), so it does not depend on the search_path of who calls it.
CREATE FUNCTION earth_position(lat double precision, lon double precision) RETURNS cube
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN cube(ARRAY[
    6371008.8 * cos(radians(lat)) * cos(radians(lon)),
    6371008.8 * cos(radians(lat)) * sin(radians(lon)),
    6371008.8 * sin(radians(lat))
  ]);

-- Length of the straight line through the earth that belongs to a great circle of so many metres.
CREATE FUNCTION chord_of(metres double precision) RETURNS double precision
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN 2 * 6371008.8 * sin(metres / (2 * 6371008.8));

-- Great circle in metres that belongs to a straight line through the earth.
CREATE FUNCTION great_circle_of(chord double precision) RETURNS double precision
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN 2 * 6371008.8 * asin(least(1, chord / (2 * 6371008.8)));

-- The instant at which the clock of the region shows so many minutes after 00:00 of a day: the kit's instantOf in SQL,
-- for timetables that are sorted by it. A time that the clock skips is as far behind the gap; of a time that comes
-- twice it is the first.
CREATE FUNCTION instant_of(day date, minute integer) RETURNS timestamptz
  LANGUAGE sql STABLE STRICT PARALLEL SAFE
  RETURN least(
    (day + minute * interval '1 minute') AT TIME ZONE 'Europe/Berlin',
    (day + (minute - 60) * interval '1 minute') AT TIME ZONE 'Europe/Berlin' + interval '1 hour'
  );

CREATE TABLE data_source (
  id           text PRIMARY KEY,
  title        text NOT NULL,
  publisher    text NOT NULL,
  licence      text NOT NULL,
  attribution  text NOT NULL,
  url          text,
  retrieved_on date NOT NULL,
  provenance   text NOT NULL CHECK (provenance IN ('OPERATIONAL', 'OPEN_DATA', 'SYNTHETIC'))
);

-- Public transport --------------------------------------------------------------------------------------------

CREATE TABLE stop (
  id        text PRIMARY KEY
            CHECK (id ~ '^(de:\d{5,8}:[\w.:-]+|eva:[1-9]\d{4,8}|synthetic:[A-Za-z0-9-]{1,64})$'),
  eva       text UNIQUE CHECK (eva ~ '^[1-9]\d{4,8}$'),
  name      text NOT NULL,
  lat       double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
  lon       double precision NOT NULL CHECK (lon BETWEEN -180 AND 180),
  position  cube NOT NULL GENERATED ALWAYS AS (earth_position(lat, lon)) STORED,
  ags       text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  modes     text[] NOT NULL CHECK (cardinality(modes) > 0 AND
            modes <@ ARRAY['BUS', 'TRAM', 'LIGHT_RAIL', 'RAIL', 'LONG_DISTANCE_RAIL', 'ON_DEMAND', 'TAXI']),
  step_free text NOT NULL CHECK (step_free IN ('YES', 'NO', 'PARTIAL', 'UNKNOWN')),
  source_id text NOT NULL REFERENCES data_source (id)
);
CREATE INDEX stop_position_idx ON stop USING gist (position);
CREATE INDEX stop_ags_name_idx ON stop (ags, name, id);

CREATE TABLE quay (
  id          text PRIMARY KEY,
  stop_id     text NOT NULL REFERENCES stop (id) ON DELETE CASCADE,
  public_code text,
  height_cm   smallint CHECK (height_cm BETWEEN 0 AND 120),
  step_free   text NOT NULL CHECK (step_free IN ('YES', 'NO', 'PARTIAL', 'UNKNOWN'))
);
CREATE INDEX quay_stop_idx ON quay (stop_id, public_code, id);

-- Not "line": PostgreSQL has a geometric type of that name.
CREATE TABLE transit_line (
  id          text PRIMARY KEY,
  name        text NOT NULL,
  mode        text NOT NULL
              CHECK (mode IN ('BUS', 'TRAM', 'LIGHT_RAIL', 'RAIL', 'LONG_DISTANCE_RAIL', 'ON_DEMAND', 'TAXI')),
  operator_id text,
  source_id   text NOT NULL REFERENCES data_source (id)
);

-- The way of a line in one direction: which stops, and how many minutes after the first.
CREATE TABLE line_pattern (
  id       text PRIMARY KEY,
  line_id  text NOT NULL REFERENCES transit_line (id) ON DELETE CASCADE,
  headsign text NOT NULL
);
CREATE INDEX line_pattern_line_idx ON line_pattern (line_id);

CREATE TABLE pattern_stop (
  pattern_id     text NOT NULL REFERENCES line_pattern (id) ON DELETE CASCADE,
  sequence       smallint NOT NULL CHECK (sequence >= 0),
  stop_id        text NOT NULL REFERENCES stop (id) ON DELETE CASCADE,
  offset_minutes smallint NOT NULL CHECK (offset_minutes BETWEEN 0 AND 1080),
  platform       text,
  boarding       boolean NOT NULL,
  PRIMARY KEY (pattern_id, sequence)
);
CREATE INDEX pattern_stop_stop_idx ON pattern_stop (stop_id) WHERE boarding;

-- A run on weekdays of a period. It starts when the clock shows so many minutes after 00:00 of its service day, 1440
-- and more are hours of the next day. A service day goes from 03:00 to 02:59: who goes home at 01:10 still goes by the
-- day before, and of two runs of a service day the one with the smaller minute starts first, at clock changes as well.
CREATE TABLE trip (
  id           text PRIMARY KEY,
  pattern_id   text NOT NULL REFERENCES line_pattern (id) ON DELETE CASCADE,
  weekdays     smallint NOT NULL CHECK (weekdays BETWEEN 1 AND 127),
  start_minute smallint NOT NULL CHECK (start_minute BETWEEN 180 AND 1619),
  valid_from   date NOT NULL,
  valid_to     date NOT NULL,
  CHECK (valid_from <= valid_to)
);
COMMENT ON COLUMN trip.weekdays IS 'Bits: Monday 1, Tuesday 2, Wednesday 4, … Sunday 64';
CREATE INDEX trip_pattern_start_idx ON trip (pattern_id, start_minute, id);

-- What differs from the timetable on one service day.
CREATE TABLE trip_exception (
  trip_id       text NOT NULL REFERENCES trip (id) ON DELETE CASCADE,
  service_day   date NOT NULL,
  cancelled     boolean NOT NULL DEFAULT false,
  delay_minutes smallint CHECK (delay_minutes BETWEEN -30 AND 600),
  PRIMARY KEY (trip_id, service_day),
  CHECK (cancelled OR delay_minutes IS NOT NULL)
);

-- Parking -----------------------------------------------------------------------------------------------------

CREATE TABLE parking_facility (
  id              text PRIMARY KEY,
  name            text NOT NULL,
  kind            text NOT NULL
                  CHECK (kind IN ('SURFACE_LOT', 'MULTI_STOREY', 'UNDERGROUND', 'ON_STREET', 'PARK_AND_RIDE')),
  lat             double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
  lon             double precision NOT NULL CHECK (lon BETWEEN -180 AND 180),
  ags             text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  capacity        integer CHECK (capacity >= 0),
  free            integer CHECK (free >= 0 AND (capacity IS NULL OR free <= capacity)),
  observed_at     timestamptz(3),
  max_height_m    double precision CHECK (max_height_m > 0),
  disabled_spaces integer CHECK (disabled_spaces >= 0),
  has_charging    boolean,
  park_and_ride   boolean,
  operator_id     text,
  source_id       text NOT NULL REFERENCES data_source (id),
  CHECK ((free IS NULL) = (observed_at IS NULL))
);
CREATE INDEX parking_facility_ags_name_idx ON parking_facility (ags, name, id);
CREATE INDEX parking_facility_operator_idx ON parking_facility (operator_id, id) WHERE operator_id IS NOT NULL;

-- Residents' parking: a zone covers sections of streets, as the by-law of a town lists them.
CREATE TABLE parking_zone (
  id   text PRIMARY KEY,
  ags  text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  name text NOT NULL,
  UNIQUE (ags, name)
);

CREATE TABLE parking_zone_section (
  id                text PRIMARY KEY,
  zone_id           text NOT NULL REFERENCES parking_zone (id) ON DELETE CASCADE,
  ags               text NOT NULL,
  street_key        text NOT NULL CHECK (street_key ~ '^\d{5}$'),
  from_house_number integer NOT NULL CHECK (from_house_number > 0),
  to_house_number   integer NOT NULL CHECK (to_house_number < 10000),
  CHECK (from_house_number <= to_house_number),
  -- An address lies in one zone at most.
  CONSTRAINT parking_zone_section_once EXCLUDE USING gist
    (ags WITH =, street_key WITH =, int4range(from_house_number, to_house_number, '[]') WITH &&)
);

-- Charging ----------------------------------------------------------------------------------------------------

CREATE TABLE charging_station (
  id              text PRIMARY KEY,
  operator_id     text,
  address_id      text,
  lat             double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
  lon             double precision NOT NULL CHECK (lon BETWEEN -180 AND 180),
  position        cube NOT NULL GENERATED ALWAYS AS (earth_position(lat, lon)) STORED,
  ags             text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  power_kw        double precision NOT NULL CHECK (power_kw > 0),
  commissioned_on date,
  source_id       text NOT NULL REFERENCES data_source (id)
);
CREATE INDEX charging_station_position_idx ON charging_station USING gist (position);
CREATE INDEX charging_station_map_idx ON charging_station USING gist (point(lon, lat));
CREATE INDEX charging_station_ags_idx ON charging_station (ags, id);
CREATE INDEX charging_station_operator_idx ON charging_station (operator_id, id) WHERE operator_id IS NOT NULL;

CREATE TABLE charge_point (
  evse_id    text PRIMARY KEY CHECK (evse_id ~ '^DE\*?[A-Z0-9]{3}\*?E[A-Z0-9][A-Z0-9*]{0,30}$'),
  station_id text NOT NULL REFERENCES charging_station (id) ON DELETE CASCADE,
  plugs      text[] NOT NULL
             CHECK (plugs <@ ARRAY['TYPE_2_SOCKET', 'TYPE_2_CABLE', 'CCS', 'CHADEMO', 'SCHUKO', 'OTHER']),
  power_kw   double precision NOT NULL CHECK (power_kw > 0),
  status     text NOT NULL CHECK (status IN ('AVAILABLE', 'OCCUPIED', 'OUT_OF_ORDER', 'UNKNOWN')),
  status_at  timestamptz(3)
);
CREATE INDEX charge_point_station_idx ON charge_point (station_id, evse_id);

-- Shared vehicles ---------------------------------------------------------------------------------------------

CREATE TABLE shared_system (
  id          text PRIMARY KEY,
  name        text NOT NULL,
  provider_id text,
  source_id   text NOT NULL REFERENCES data_source (id)
);

CREATE TABLE shared_system_area (
  ags       text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  system_id text NOT NULL REFERENCES shared_system (id) ON DELETE CASCADE,
  PRIMARY KEY (ags, system_id)
);

-- The current picture only. GBFS vehicle ids rotate after each ride so that nobody can follow a person: a new
-- picture replaces the whole content of the table, and nothing is kept of the old one.
CREATE TABLE shared_vehicle (
  system_id   text NOT NULL REFERENCES shared_system (id) ON DELETE CASCADE,
  vehicle_id  text NOT NULL,
  form_factor text NOT NULL CHECK (form_factor IN
              ('BICYCLE', 'CARGO_BICYCLE', 'CAR', 'MOPED', 'SCOOTER_STANDING', 'SCOOTER_SEATED', 'OTHER')),
  lat         double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
  lon         double precision NOT NULL CHECK (lon BETWEEN -180 AND 180),
  position    cube NOT NULL GENERATED ALWAYS AS (earth_position(lat, lon)) STORED,
  range_km    double precision CHECK (range_km >= 0),
  PRIMARY KEY (system_id, vehicle_id)
);
CREATE INDEX shared_vehicle_position_idx ON shared_vehicle USING gist (position);

-- Disruptions -------------------------------------------------------------------------------------------------

CREATE TABLE disruption (
  id        text PRIMARY KEY,
  kind      text NOT NULL
            CHECK (kind IN ('ROAD_WORKS', 'CLOSURE', 'EVENT', 'WEATHER', 'STRIKE', 'DIVERSION')),
  title     text NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  ends_at   timestamptz(3),
  lat       double precision CHECK (lat BETWEEN -90 AND 90),
  lon       double precision CHECK (lon BETWEEN -180 AND 180),
  ags       text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  permit_id text,
  source_id text NOT NULL REFERENCES data_source (id),
  CHECK (ends_at IS NULL OR starts_at < ends_at),
  CHECK ((lat IS NULL) = (lon IS NULL))
);
CREATE INDEX disruption_ags_start_idx ON disruption (ags, starts_at, id);
CREATE INDEX disruption_permit_idx ON disruption (permit_id, starts_at, id) WHERE permit_id IS NOT NULL;

CREATE TABLE disruption_stop (
  disruption_id text NOT NULL REFERENCES disruption (id) ON DELETE CASCADE,
  stop_id       text NOT NULL REFERENCES stop (id) ON DELETE CASCADE,
  PRIMARY KEY (disruption_id, stop_id)
);
CREATE INDEX disruption_stop_stop_idx ON disruption_stop (stop_id);

CREATE TABLE disruption_address (
  disruption_id text NOT NULL REFERENCES disruption (id) ON DELETE CASCADE,
  address_id    text NOT NULL,
  PRIMARY KEY (disruption_id, address_id)
);
CREATE INDEX disruption_address_address_idx ON disruption_address (address_id);

-- Vehicle registration ----------------------------------------------------------------------------------------

CREATE TABLE vehicle_registration (
  id                  text PRIMARY KEY,
  licence_plate       text NOT NULL UNIQUE
                      CHECK (licence_plate ~ '^[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} [1-9]\d{0,3}[EH]?$' AND length(licence_plate) <= 10),
  make                text,
  fuel                text NOT NULL CHECK (fuel IN
                      ('PETROL', 'DIESEL', 'ELECTRIC', 'PLUG_IN_HYBRID', 'HYBRID', 'GAS', 'HYDROGEN', 'OTHER')),
  first_registered_on date NOT NULL,
  state               text NOT NULL CHECK (state IN ('REGISTERED', 'DEREGISTERED', 'TRANSFERRED')),
  holder_resident_id  text,
  holder_business_id  text,
  application_id      text UNIQUE,
  source_id           text NOT NULL REFERENCES data_source (id),
  -- The holder is a person or a business, never both.
  CHECK (num_nonnulls(holder_resident_id, holder_business_id) = 1)
);
CREATE INDEX vehicle_registration_resident_idx ON vehicle_registration (holder_resident_id, id)
  WHERE holder_resident_id IS NOT NULL;
CREATE INDEX vehicle_registration_business_idx ON vehicle_registration (holder_business_id, state)
  WHERE holder_business_id IS NOT NULL;
