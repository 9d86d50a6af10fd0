-- Population register, offices, services and applications. Names and rules are those of schema.graphql.

-- Trusted extension: the owner of the database may create it without being a superuser.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- One spelling for what people spell in many ways: "Mühlenstr.", "muehlenstrasse" and "Mühlenstraße" are the same.
-- It gives only a-z and 0-9, so that its result can stand in a LIKE pattern.
CREATE FUNCTION fold_text(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT
  RETURN regexp_replace(
    replace(replace(replace(replace(
      translate(lower(value), 'äöüàáâãåèéêëìíîïòóôõøùúûñçčćšśžźżłńęąğışý', 'aouaaaaaeeeeiiiiooooouuuncccsszzzlneagisy'),
      'ß', 'ss'), 'ae', 'a'), 'oe', 'o'), 'ue', 'u'),
    '[^a-z0-9]', '', 'g');

CREATE FUNCTION fold_street(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT
  RETURN fold_text(regexp_replace(value, 'str(\.|\s|$)', 'strasse\1', 'i'));

CREATE TABLE data_source (
  id text PRIMARY KEY,
  title text NOT NULL,
  publisher text NOT NULL,
  licence text NOT NULL,
  attribution text NOT NULL,
  url text,
  retrieved_on date NOT NULL,
  provenance text NOT NULL CHECK (provenance IN ('OPERATIONAL', 'OPEN_DATA', 'SYNTHETIC'))
);

CREATE TABLE administrative_district (
  key text PRIMARY KEY CHECK (key ~ '^(0[1-9]|1[0-6])\d{3}$'),
  name text NOT NULL,
  government_district text NOT NULL,
  nuts3 text NOT NULL,
  area_km2 double precision NOT NULL CHECK (area_km2 > 0),
  source_id text NOT NULL REFERENCES data_source
);

CREATE TABLE municipality (
  ags text PRIMARY KEY CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  ars text NOT NULL UNIQUE CHECK (ars ~ '^(0[1-9]|1[0-6])\d{10}$'),
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('DISTRICT_FREE_CITY', 'DISTRICT_TOWN', 'DISTRICT_MUNICIPALITY')),
  district_key text NOT NULL REFERENCES administrative_district,
  nuts3 text NOT NULL,
  area_km2 double precision CHECK (area_km2 > 0),
  source_id text NOT NULL REFERENCES data_source,
  CHECK (left(ags, 5) = district_key)
);
CREATE INDEX municipality_district_key_idx ON municipality (district_key, ags);

-- area_key is an AGS or a district key: both kinds of area have the same figures.
CREATE TABLE population_figure (
  area_key text NOT NULL CHECK (area_key ~ '^(0[1-9]|1[0-6])(\d{3}|\d{6})$'),
  year integer NOT NULL CHECK (year BETWEEN 1900 AND 2100),
  total integer NOT NULL CHECK (total >= 0),
  basis text NOT NULL CHECK (basis IN ('OFFICIAL', 'SYNTHETIC_SHARE')),
  note text NOT NULL,
  source_id text NOT NULL REFERENCES data_source,
  PRIMARY KEY (area_key, year)
);

CREATE TABLE address (
  id text PRIMARY KEY CHECK (id ~ '^(0[1-9]|1[0-6])\d{6}-\d{5}-[1-9]\d{0,3}[a-z]?$'),
  ags text NOT NULL REFERENCES municipality,
  street_key text NOT NULL CHECK (street_key ~ '^\d{5}$'),
  street text NOT NULL,
  house_number text NOT NULL,
  postal_code text NOT NULL CHECK (postal_code ~ '^\d{5}$'),
  locality text NOT NULL,
  lat double precision CHECK (lat BETWEEN -90 AND 90),
  lon double precision CHECK (lon BETWEEN -180 AND 180),
  source_id text NOT NULL REFERENCES data_source,
  street_folded text NOT NULL GENERATED ALWAYS AS (fold_street(street)) STORED,
  house_value integer NOT NULL GENERATED ALWAYS AS (substring(house_number FROM '^\d+')::integer) STORED,
  CHECK (id = ags || '-' || street_key || '-' || house_number),
  CHECK (num_nulls(lat, lon) IN (0, 2))
);
-- COLLATE "C": LIKE 'text%' is a range of this index whatever locale the database has.
CREATE INDEX address_search_idx ON address (ags, street_folded COLLATE "C", house_value, house_number);

CREATE TABLE office (
  id text PRIMARY KEY,
  ags text NOT NULL REFERENCES municipality,
  kind text NOT NULL CHECK (kind IN ('CITIZENS_OFFICE', 'TRADE_OFFICE', 'VEHICLE_REGISTRATION', 'OTHER')),
  name_de text NOT NULL,
  name_en text,
  address_id text REFERENCES address,
  phone text,
  email text,
  step_free boolean,
  booking_url text,
  -- Appointments that can take place at the same time.
  desks smallint NOT NULL CHECK (desks BETWEEN 1 AND 200),
  source_id text NOT NULL REFERENCES data_source
);
CREATE INDEX office_ags_idx ON office (ags, kind, id);
CREATE INDEX office_address_id_idx ON office (address_id);

CREATE TABLE opening_period (
  office_id text NOT NULL REFERENCES office ON DELETE CASCADE,
  -- 1 Monday to 7 Sunday (ISO 8601)
  weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  -- Minutes after midnight in Europe/Berlin, half-open.
  opens_minute smallint NOT NULL CHECK (opens_minute BETWEEN 0 AND 1439),
  closes_minute smallint NOT NULL CHECK (closes_minute BETWEEN 1 AND 1439),
  PRIMARY KEY (office_id, weekday, opens_minute),
  CHECK (opens_minute < closes_minute),
  EXCLUDE USING gist (
    office_id WITH =,
    weekday WITH =,
    int4range(opens_minute, closes_minute) WITH &&
  )
);

-- What the national catalogue says about a service, for all municipalities.
CREATE TABLE service (
  leika_key text PRIMARY KEY CHECK (leika_key ~ '^99\d{12}$'),
  title_de text NOT NULL,
  title_en text,
  summary_de text,
  summary_en text,
  documents_de text[] NOT NULL,
  documents_en text[],
  fee_note_de text,
  fee_note_en text,
  legal_basis text[] NOT NULL,
  source_id text NOT NULL REFERENCES data_source
);

-- How one municipality offers it.
CREATE TABLE service_offer (
  ags text NOT NULL REFERENCES municipality,
  leika_key text NOT NULL REFERENCES service,
  office_id text NOT NULL REFERENCES office,
  required_trust text NOT NULL CHECK (required_trust IN ('NONE', 'NORMAL', 'SUBSTANTIAL', 'HIGH')),
  channel text NOT NULL CHECK (channel IN ('FULLY_ONLINE', 'ONLINE_WITH_APPOINTMENT', 'IN_PERSON')),
  online_url text,
  fee_cents integer CHECK (fee_cents > 0),
  processing_days smallint CHECK (processing_days >= 0),
  appointment_minutes smallint CHECK (appointment_minutes BETWEEN 5 AND 240),
  source_id text NOT NULL REFERENCES data_source,
  PRIMARY KEY (ags, leika_key)
);
CREATE INDEX service_offer_office_id_idx ON service_offer (office_id, leika_key);
CREATE INDEX service_offer_leika_key_idx ON service_offer (leika_key);

CREATE TABLE household (
  id text PRIMARY KEY
);

CREATE TABLE resident (
  id text PRIMARY KEY,
  given_names text NOT NULL,
  family_name text NOT NULL,
  birth_name text,
  doctorate text,
  birth_date date NOT NULL,
  deceased_on date CHECK (deceased_on >= birth_date),
  nationalities text[] NOT NULL CHECK (cardinality(nationalities) > 0),
  household_id text REFERENCES household,
  -- Last day of a block on information; null without one.
  blocked_until date,
  block_basis text CHECK (block_basis IN ('BMG_51', 'BMG_52')),
  source_id text NOT NULL REFERENCES data_source,
  family_name_folded text NOT NULL GENERATED ALWAYS AS (fold_text(family_name)) STORED,
  birth_name_folded text GENERATED ALWAYS AS (fold_text(birth_name)) STORED,
  CHECK (num_nulls(blocked_until, block_basis) IN (0, 2))
);
CREATE INDEX resident_household_id_idx ON resident (household_id, birth_date);
CREATE INDEX resident_family_name_idx ON resident (family_name_folded);
CREATE INDEX resident_birth_name_idx ON resident (birth_name_folded) WHERE birth_name_folded IS NOT NULL;

-- Apart from the person, so that it is read only by who asks for it.
CREATE TABLE resident_tax_id (
  resident_id text PRIMARY KEY REFERENCES resident ON DELETE CASCADE,
  tax_id text NOT NULL UNIQUE CHECK (tax_id ~ '^[1-9]\d{10}$')
);

CREATE TABLE residence (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  resident_id text NOT NULL REFERENCES resident ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('SOLE', 'MAIN', 'SECONDARY')),
  address_id text NOT NULL REFERENCES address,
  moved_in_on date NOT NULL,
  moved_out_on date CHECK (moved_out_on >= moved_in_on)
);
CREATE INDEX residence_resident_id_idx ON residence (resident_id);
CREATE INDEX residence_address_id_idx ON residence (address_id);
-- Nobody has two main residences at a time (BMG § 21).
CREATE UNIQUE INDEX residence_main_idx ON residence (resident_id)
  WHERE moved_out_on IS NULL AND kind IN ('SOLE', 'MAIN');

-- Who may act for whom.
CREATE TABLE representation (
  representative_id text NOT NULL REFERENCES resident ON DELETE CASCADE,
  represented_id text NOT NULL REFERENCES resident ON DELETE CASCADE,
  basis text NOT NULL CHECK (basis IN ('PARENTAL_CUSTODY', 'GUARDIANSHIP', 'POWER_OF_ATTORNEY')),
  PRIMARY KEY (representative_id, represented_id),
  CHECK (representative_id <> represented_id)
);
CREATE INDEX representation_represented_id_idx ON representation (represented_id);

CREATE TABLE identity_document (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  resident_id text NOT NULL REFERENCES resident ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('ID_CARD', 'PROVISIONAL_ID_CARD', 'PASSPORT', 'EID_CARD', 'RESIDENCE_PERMIT')),
  serial_number text CHECK (serial_number ~ '^[0-9CFGHJKLMNPRTVWXYZ]{9}$'),
  serial_check_digit smallint CHECK (serial_check_digit BETWEEN 0 AND 9),
  issued_by text REFERENCES office,
  issued_on date NOT NULL,
  valid_until date NOT NULL,
  eid_enabled boolean,
  CHECK (valid_until > issued_on),
  CHECK (num_nulls(serial_number, serial_check_digit) IN (0, 2))
);
CREATE INDEX identity_document_resident_id_idx ON identity_document (resident_id);
CREATE INDEX identity_document_issued_by_idx ON identity_document (issued_by);

CREATE TABLE service_application (
  id text PRIMARY KEY,
  ags text NOT NULL,
  leika_key text NOT NULL,
  applicant_id text NOT NULL REFERENCES resident,
  state text NOT NULL CHECK (state IN (
    'DRAFT', 'SUBMITTED', 'RECEIVED', 'IN_REVIEW', 'INFO_REQUESTED', 'AWAITING_APPOINTMENT', 'AWAITING_PAYMENT',
    'DECIDED', 'IN_PRODUCTION', 'READY_FOR_PICKUP', 'SHIPPED', 'COMPLETED', 'REJECTED', 'WITHDRAWN', 'EXPIRED')),
  created_at timestamptz NOT NULL,
  submitted_at timestamptz,
  due_by date,
  fee_cents integer CHECK (fee_cents > 0),
  fee_state text CHECK (fee_state IN ('OPEN', 'PAID', 'WAIVED', 'REFUNDED')),
  fee_due_on date,
  source_id text NOT NULL REFERENCES data_source,
  FOREIGN KEY (ags, leika_key) REFERENCES service_offer,
  CHECK (num_nulls(fee_cents, fee_state) IN (0, 2)),
  CHECK (state <> 'DRAFT' OR submitted_at IS NULL),
  CHECK (state IN ('DRAFT', 'WITHDRAWN', 'EXPIRED') OR submitted_at IS NOT NULL)
);
CREATE INDEX service_application_applicant_id_idx ON service_application (applicant_id, created_at DESC, id);
CREATE INDEX service_application_offer_idx ON service_application (ags, leika_key);

CREATE TABLE status_event (
  application_id text NOT NULL REFERENCES service_application ON DELETE CASCADE,
  sequence smallint NOT NULL CHECK (sequence >= 1),
  state text NOT NULL CHECK (state IN (
    'DRAFT', 'SUBMITTED', 'RECEIVED', 'IN_REVIEW', 'INFO_REQUESTED', 'AWAITING_APPOINTMENT', 'AWAITING_PAYMENT',
    'DECIDED', 'IN_PRODUCTION', 'READY_FOR_PICKUP', 'SHIPPED', 'COMPLETED', 'REJECTED', 'WITHDRAWN', 'EXPIRED')),
  at timestamptz NOT NULL,
  actor text NOT NULL CHECK (actor IN ('APPLICANT', 'AUTHORITY', 'SYSTEM')),
  message_de text,
  message_en text,
  signature text,
  PRIMARY KEY (application_id, sequence)
);

CREATE TABLE case_file (
  id text PRIMARY KEY,
  application_id text NOT NULL UNIQUE REFERENCES service_application,
  file_reference text NOT NULL UNIQUE,
  opened_on date NOT NULL,
  closed_on date CHECK (closed_on >= opened_on),
  retain_until date,
  CHECK (num_nulls(closed_on, retain_until) IN (0, 2))
);

CREATE TABLE document (
  id text PRIMARY KEY,
  case_file_id text NOT NULL REFERENCES case_file ON DELETE CASCADE,
  title text NOT NULL,
  media_type text NOT NULL,
  size_bytes integer NOT NULL CHECK (size_bytes >= 0),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  created_at timestamptz NOT NULL,
  download_url text
);
CREATE INDEX document_case_file_id_idx ON document (case_file_id, created_at, id);

CREATE TABLE appointment (
  id text PRIMARY KEY,
  office_id text NOT NULL REFERENCES office,
  desk smallint NOT NULL CHECK (desk >= 1),
  resident_id text NOT NULL REFERENCES resident,
  application_id text UNIQUE REFERENCES service_application,
  leika_key text NOT NULL REFERENCES service,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  CHECK (starts_at < ends_at),
  -- A desk has one visitor at a time, whatever two portals book in the same moment.
  EXCLUDE USING gist (office_id WITH =, desk WITH =, tstzrange(starts_at, ends_at) WITH &&)
);
CREATE INDEX appointment_office_idx ON appointment (office_id, starts_at);
CREATE INDEX appointment_resident_id_idx ON appointment (resident_id, starts_at);
CREATE INDEX appointment_leika_key_idx ON appointment (leika_key);
