-- Trade register, trade notices and permits. Names and rules are those of schema.graphql.

-- Trusted extension: the owner of the database may create it without being a superuser.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

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

-- Classification of economic activities, edition 2008. Codes compare by code point whatever locale the database has:
-- a branch of the tree is a range of them.
CREATE TABLE wz_code (
  code        text COLLATE "C" PRIMARY KEY CHECK (code ~ '^([A-U]|\d{2}(\.\d(\d(\.\d)?)?)?)$'),
  level       smallint NOT NULL,
  title       text NOT NULL,
  parent_code text COLLATE "C" REFERENCES wz_code (code),
  source_id   text NOT NULL REFERENCES data_source (id),
  CHECK (level = CASE length(code) WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 4 THEN 3 WHEN 5 THEN 4 WHEN 7 THEN 5 END),
  CHECK ((level = 1) = (parent_code IS NULL))
);

CREATE TABLE business (
  id              text PRIMARY KEY,
  name            text NOT NULL,
  activity        text NOT NULL,
  -- A space, then name and activity as the kit's foldText writes them.
  search_text     text NOT NULL CHECK (search_text ~ '^ [a-z0-9 ]*$'),
  legal_form      text NOT NULL CHECK (legal_form IN ('SOLE_PROPRIETOR', 'EK', 'OHG', 'KG', 'GMBH', 'UG', 'GMBH_CO_KG',
                  'AG', 'EG', 'GBR', 'EV', 'OTHER')),
  register_number text UNIQUE CHECK (register_number ~ '^.+ (HRA|HRB|GnR|PR|VR) [1-9]\d{0,6}( [A-Z]{1,3})?$'),
  vat_id          text UNIQUE CHECK (vat_id ~ '^DE[1-9]\d{8}$'),
  status          text NOT NULL CHECK (status IN ('REGISTERED', 'ACTIVE', 'CEASED')),
  founded_on      date,
  ceased_on       date CHECK (ceased_on >= founded_on),
  employees       text CHECK (employees IN ('NONE', 'FROM_1', 'FROM_10', 'FROM_50', 'FROM_250')),
  source_id       text NOT NULL REFERENCES data_source (id),
  CHECK ((status = 'CEASED') = (ceased_on IS NOT NULL)),
  CHECK (legal_form NOT IN ('SOLE_PROPRIETOR', 'GBR') OR register_number IS NULL)
);
-- Order and cursor of every list of businesses that have not ceased.
CREATE INDEX business_name_idx ON business (name, id);
-- Without a list of pending entries: the register is read far more often than written.
CREATE INDEX business_search_idx ON business USING gin (search_text gin_trgm_ops) WITH (fastupdate = off);

-- Position 0 is the main activity.
CREATE TABLE business_wz_code (
  business_id text NOT NULL REFERENCES business (id) ON DELETE CASCADE,
  position    smallint NOT NULL CHECK (position BETWEEN 0 AND 19),
  code        text COLLATE "C" NOT NULL REFERENCES wz_code (code),
  PRIMARY KEY (business_id, position),
  UNIQUE (business_id, code)
);
CREATE INDEX business_wz_code_code_idx ON business_wz_code (code, business_id);

-- Position 0 is the head office, or the only premises.
CREATE TABLE premises (
  business_id text NOT NULL REFERENCES business (id) ON DELETE CASCADE,
  position    smallint NOT NULL CHECK (position >= 0),
  kind        text NOT NULL CHECK (kind IN ('HEAD_OFFICE', 'BRANCH', 'DEPENDENT_BRANCH')),
  ags         text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  -- Null outside the region.
  address_id  text,
  PRIMARY KEY (business_id, position),
  UNIQUE (business_id, address_id)
);
CREATE UNIQUE INDEX premises_head_office_idx ON premises (business_id) WHERE kind = 'HEAD_OFFICE';
CREATE INDEX premises_ags_idx ON premises (ags, business_id);
CREATE INDEX premises_address_idx ON premises (address_id, business_id) WHERE address_id IS NOT NULL;

CREATE TABLE proprietor (
  business_id text NOT NULL REFERENCES business (id) ON DELETE CASCADE,
  resident_id text NOT NULL,
  PRIMARY KEY (business_id, resident_id)
);
CREATE INDEX proprietor_resident_idx ON proprietor (resident_id, business_id);

CREATE TABLE trade_notice (
  id                text PRIMARY KEY,
  business_id       text NOT NULL REFERENCES business (id) ON DELETE CASCADE,
  -- The municipality it was given to: that of the premises.
  ags               text NOT NULL CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  form              text NOT NULL CHECK (form IN ('GEWA1', 'GEWA2', 'GEWA3')),
  effective_on      date NOT NULL,
  filed_at          timestamptz(3) NOT NULL,
  receipt_issued_at timestamptz(3) CHECK (receipt_issued_at >= filed_at),
  state             text NOT NULL CHECK (state IN
                    ('FILED', 'CHECKED', 'INFO_REQUESTED', 'RECEIPT_ISSUED', 'FORWARDED', 'CLOSED', 'REJECTED')),
  -- Indications of undeclared work (GewAnzV § 3 (3)): read by the rule of forwarding and answered to nobody.
  suspicion         boolean NOT NULL DEFAULT false,
  application_id    text UNIQUE,
  source_id         text NOT NULL REFERENCES data_source (id),
  CHECK ((receipt_issued_at IS NOT NULL) = (state IN ('RECEIPT_ISSUED', 'FORWARDED', 'CLOSED')))
);
CREATE INDEX trade_notice_business_idx ON trade_notice (business_id, filed_at DESC, id);
CREATE INDEX trade_notice_year_idx ON trade_notice (ags, effective_on, form);

-- What the law said on the day of the check, kept as it was: a later change of the law does not change what was sent.
CREATE TABLE notice_forwarding (
  notice_id       text NOT NULL REFERENCES trade_notice (id) ON DELETE CASCADE,
  position        smallint NOT NULL CHECK (position >= 0),
  recipient       text NOT NULL CHECK (recipient IN ('CHAMBER_OF_COMMERCE', 'CHAMBER_OF_CRAFTS', 'IMMISSION_CONTROL',
                  'OCCUPATIONAL_SAFETY', 'WEIGHTS_AND_MEASURES', 'EMPLOYMENT_AGENCY', 'ACCIDENT_INSURANCE', 'CUSTOMS',
                  'REGISTER_COURT', 'STATISTICS_OFFICE', 'FOOD_CONTROL', 'MINIJOB_CENTRE', 'TAX_OFFICE')),
  field_numbers   smallint[] NOT NULL CHECK (cardinality(field_numbers) > 0),
  legal_basis     text NOT NULL,
  sent_at         timestamptz(3),
  acknowledged_at timestamptz(3) CHECK (acknowledged_at >= sent_at),
  PRIMARY KEY (notice_id, position),
  UNIQUE (notice_id, recipient),
  CHECK (acknowledged_at IS NULL OR sent_at IS NOT NULL)
);

CREATE TABLE permit (
  id             text PRIMARY KEY,
  kind           text NOT NULL CHECK (kind IN ('RESTAURANT', 'BROKER', 'SECURITY_GUARDING', 'OUTDOOR_SEATING',
                 'MARKET_STALL', 'BUILDING', 'SPECIAL_ROAD_USE')),
  holder_id      text REFERENCES business (id),
  address_id     text,
  valid_from     date NOT NULL,
  valid_until    date CHECK (valid_until >= valid_from),
  state          text NOT NULL CHECK (state IN ('APPLIED', 'GRANTED', 'REFUSED', 'REVOKED', 'EXPIRED')),
  application_id text UNIQUE,
  source_id      text NOT NULL REFERENCES data_source (id)
);
CREATE INDEX permit_holder_idx ON permit (holder_id, valid_from DESC, id) WHERE holder_id IS NOT NULL;
CREATE INDEX permit_address_idx ON permit (address_id, valid_from DESC, id) WHERE address_id IS NOT NULL;
