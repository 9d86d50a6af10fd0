-- First tables of the energy subgraph.

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

-- Check digit of a market location id: what is missing to the next ten of the sum of its first ten digits, every
-- second of them doubled (the kit's maloIdCheckDigit in SQL).
CREATE FUNCTION malo_check_digit(id text) RETURNS integer
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (10 - (
    substr(id, 1, 1)::int + substr(id, 3, 1)::int + substr(id, 5, 1)::int + substr(id, 7, 1)::int + substr(id, 9, 1)::int
    + 2 * (substr(id, 2, 1)::int + substr(id, 4, 1)::int + substr(id, 6, 1)::int + substr(id, 8, 1)::int
           + substr(id, 10, 1)::int)
  ) % 10) % 10;

-- Contracts ---------------------------------------------------------------------------------------------------

CREATE TABLE tariff (
  id                        text PRIMARY KEY,
  name                      text NOT NULL,
  medium                    text NOT NULL CHECK (medium IN ('ELECTRICITY', 'GAS', 'DISTRICT_HEAT', 'WATER')),
  base_price_cents_per_year integer NOT NULL CHECK (base_price_cents_per_year >= 0),
  unit_price_cents          double precision NOT NULL CHECK (unit_price_cents >= 0),
  unit                      text NOT NULL CHECK (unit IN ('KWH', 'M3')),
  renewable_share           double precision CHECK (renewable_share BETWEEN 0 AND 1),
  valid_from                date NOT NULL,
  supplier_id               text,
  source_id                 text NOT NULL REFERENCES data_source (id)
);

CREATE TABLE market_location (
  malo_id              text PRIMARY KEY
                       CHECK (CASE WHEN malo_id ~ '^[1-9]\d{10}$'
                                   THEN malo_check_digit(malo_id) = substr(malo_id, 11, 1)::int ELSE false END),
  medium               text NOT NULL CHECK (medium IN ('ELECTRICITY', 'GAS', 'DISTRICT_HEAT', 'WATER')),
  direction            text NOT NULL CHECK (direction IN ('WITHDRAWAL', 'FEED_IN')),
  address_id           text,
  customer_resident_id text,
  customer_business_id text,
  charging_station_id  text UNIQUE,
  tariff_id            text REFERENCES tariff (id),
  source_id            text NOT NULL REFERENCES data_source (id),
  -- The contract is a person's or a business's, never of both.
  CHECK (num_nonnulls(customer_resident_id, customer_business_id) <= 1)
);
CREATE INDEX market_location_resident_idx ON market_location (customer_resident_id, malo_id)
  WHERE customer_resident_id IS NOT NULL;
CREATE INDEX market_location_business_idx ON market_location (customer_business_id, malo_id)
  WHERE customer_business_id IS NOT NULL;

-- Metering ----------------------------------------------------------------------------------------------------

-- What the meter showed last is the state of the metering point; its history are the tables of values below.
CREATE TABLE metering_point (
  melo_id       text PRIMARY KEY CHECK (melo_id ~ '^DE\d{6}\d{5}[0-9A-Z]{20}$'),
  -- Stands for the 33 characters in the tables of values, which have millions of rows.
  number        integer NOT NULL UNIQUE,
  malo_id       text NOT NULL REFERENCES market_location (malo_id) ON DELETE CASCADE,
  meter_number  text,
  meter_kind    text NOT NULL CHECK (meter_kind IN ('FERRARIS', 'ELECTRONIC', 'SMART_METER', 'LOAD_PROFILE',
                'GAS_METER', 'HEAT_METER', 'WATER_METER')),
  smart         boolean NOT NULL GENERATED ALWAYS AS (meter_kind IN ('SMART_METER', 'LOAD_PROFILE')) STORED,
  unit          text NOT NULL CHECK (unit IN ('KWH', 'M3')),
  obis          text NOT NULL,
  last_read_at  timestamptz(3),
  -- Thousandths of the unit.
  last_register bigint CHECK (last_register >= 0),
  last_status   text CHECK (last_status IN ('TRUE_VALUE', 'SUBSTITUTE', 'PRELIMINARY')),
  source_id     text NOT NULL REFERENCES data_source (id),
  CHECK (num_nonnulls(last_read_at, last_register, last_status) IN (0, 3))
);
CREATE INDEX metering_point_malo_idx ON metering_point (malo_id, melo_id);

-- What flowed in a quarter-hour, in thousandths of the unit: whole numbers, so that points of every resolution add up
-- to the same total. A quarter-hour without a row is a gap. The quarter is counted from 1970-01-01T00:00Z: no row can
-- lie beside the quarter-hours, and the index is half as large as with an instant. There is no foreign key to
-- metering_point: checking it row by row makes an import of millions of rows five times as slow.
CREATE TABLE quarter_hour_value (
  meter   integer NOT NULL,
  quarter integer NOT NULL,
  amount  integer NOT NULL CHECK (amount >= 0),
  -- 0 true value, 1 substitute, 2 preliminary: the greatest is the worst.
  status  smallint NOT NULL CHECK (status BETWEEN 0 AND 2),
  PRIMARY KEY (meter, quarter)
);

-- What flowed in a calendar month of Europe/Berlin, for meters without quarter-hours.
CREATE TABLE month_value (
  meter  integer NOT NULL,
  month  date NOT NULL CHECK (extract(day FROM month) = 1),
  amount bigint NOT NULL CHECK (amount >= 0),
  status smallint NOT NULL CHECK (status BETWEEN 0 AND 2),
  PRIMARY KEY (meter, month)
);

-- Public buildings and generation -----------------------------------------------------------------------------

CREATE TABLE public_building (
  id            text PRIMARY KEY,
  name          text NOT NULL,
  usage         text NOT NULL CHECK (usage IN ('TOWN_HALL', 'SCHOOL', 'NURSERY', 'SPORTS_HALL', 'SWIMMING_POOL',
                'FIRE_STATION', 'CULTURE', 'OTHER')),
  ags           text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  address_id    text,
  floor_area_m2 double precision NOT NULL CHECK (floor_area_m2 > 0),
  source_id     text NOT NULL REFERENCES data_source (id)
);
CREATE INDEX public_building_ags_name_idx ON public_building (ags, name, id);

CREATE TABLE building_consumption (
  building_id text NOT NULL REFERENCES public_building (id) ON DELETE CASCADE,
  year        smallint NOT NULL CHECK (year BETWEEN 1900 AND 2100),
  medium      text NOT NULL CHECK (medium IN ('ELECTRICITY', 'GAS', 'DISTRICT_HEAT')),
  kwh         double precision NOT NULL CHECK (kwh >= 0),
  co2_kg      double precision CHECK (co2_kg >= 0),
  PRIMARY KEY (building_id, year, medium)
);

-- Power in watts: whole numbers, so that sums are exact. § 15(1) MaStRV: of a unit up to 30 kW the public sees neither
-- where it stands nor who runs it. "small" is the one place that says which these are; a small unit's coordinates are
-- not even kept.
CREATE TABLE generation_unit (
  mastr_number         text PRIMARY KEY CHECK (mastr_number ~ '^[A-Z]{3}\d{12}$'),
  technology           text NOT NULL CHECK (technology IN ('SOLAR', 'WIND', 'BIOMASS', 'HYDRO', 'BATTERY', 'CHP')),
  gross_power_w        bigint NOT NULL CHECK (gross_power_w > 0),
  net_power_w          bigint CHECK (net_power_w > 0),
  small                boolean NOT NULL GENERATED ALWAYS AS (gross_power_w <= 30000) STORED,
  ags                  text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  lat                  double precision CHECK (lat BETWEEN -90 AND 90),
  lon                  double precision CHECK (lon BETWEEN -180 AND 180),
  address_id           text,
  commissioned_on      date,
  registered_on        date,
  state                text NOT NULL CHECK (state IN ('PLANNED', 'GRID_REQUESTED', 'GRID_APPROVED', 'INSTALLED',
                       'METER_SET', 'IN_OPERATION', 'TEMPORARILY_SHUT_DOWN', 'SHUT_DOWN')),
  operator_resident_id text,
  operator_business_id text,
  feed_in_malo_id      text REFERENCES market_location (malo_id),
  application_id       text UNIQUE,
  building_id          text REFERENCES public_building (id),
  source_id            text NOT NULL REFERENCES data_source (id),
  CHECK (num_nonnulls(operator_resident_id, operator_business_id) <= 1),
  CHECK ((lat IS NULL) = (lon IS NULL)),
  CHECK (gross_power_w > 30000 OR lat IS NULL)
);
CREATE INDEX generation_unit_resident_idx ON generation_unit (operator_resident_id, mastr_number)
  WHERE operator_resident_id IS NOT NULL;
CREATE INDEX generation_unit_business_idx ON generation_unit (operator_business_id, mastr_number)
  WHERE operator_business_id IS NOT NULL;
CREATE INDEX generation_unit_building_idx ON generation_unit (building_id, mastr_number)
  WHERE building_id IS NOT NULL;
CREATE INDEX generation_unit_malo_idx ON generation_unit (feed_in_malo_id) WHERE feed_in_malo_id IS NOT NULL;
-- Holds all that the sums of a municipality need.
CREATE INDEX generation_unit_installed_idx ON generation_unit (ags, technology) INCLUDE (gross_power_w, source_id)
  WHERE state = 'IN_OPERATION';

-- Networks ----------------------------------------------------------------------------------------------------

CREATE TABLE grid_area (
  ags           text PRIMARY KEY CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  operator_name text NOT NULL
);

CREATE TABLE heat_network (
  id              text PRIMARY KEY,
  name            text NOT NULL,
  operator_id     text,
  renewable_share double precision CHECK (renewable_share BETWEEN 0 AND 1),
  ags             text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  source_id       text NOT NULL REFERENCES data_source (id)
);

-- The streets that a network runs through.
CREATE TABLE heat_network_street (
  ags        text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  street_key text NOT NULL CHECK (street_key ~ '^\d{5}$'),
  network_id text NOT NULL REFERENCES heat_network (id) ON DELETE CASCADE,
  PRIMARY KEY (ags, street_key)
);

CREATE TABLE solar_potential (
  address_id text PRIMARY KEY,
  kwp        double precision NOT NULL CHECK (kwp >= 0)
);

CREATE TABLE outage (
  id                 text PRIMARY KEY,
  medium             text NOT NULL CHECK (medium IN ('ELECTRICITY', 'GAS', 'DISTRICT_HEAT', 'WATER')),
  kind               text NOT NULL CHECK (kind IN ('PLANNED', 'UNPLANNED')),
  starts_at          timestamptz(3) NOT NULL,
  expected_end       timestamptz(3),
  ags                text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  affected_customers integer CHECK (affected_customers >= 0),
  source_id          text NOT NULL REFERENCES data_source (id),
  CHECK (expected_end IS NULL OR starts_at < expected_end)
);
CREATE INDEX outage_ags_start_idx ON outage (ags, starts_at, id);

CREATE TABLE outage_address (
  outage_id  text NOT NULL REFERENCES outage (id) ON DELETE CASCADE,
  address_id text NOT NULL,
  PRIMARY KEY (outage_id, address_id)
);
CREATE INDEX outage_address_address_idx ON outage_address (address_id, outage_id);
