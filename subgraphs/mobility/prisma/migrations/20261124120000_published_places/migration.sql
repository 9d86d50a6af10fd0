-- What publishers say of charging stations. They name an operator, not a business of the region, and an address as a
-- line of text, not one of its register; they know how many vehicles can charge, not the ids of the charge points.
ALTER TABLE charging_station
  ADD COLUMN operator_name    text,
  ADD COLUMN address_line     text,
  ADD COLUMN point_count      integer CHECK (point_count > 0),
  ADD COLUMN plugs            text[] NOT NULL DEFAULT '{}'
             CHECK (plugs <@ ARRAY['TYPE_2_SOCKET', 'TYPE_2_CABLE', 'CCS', 'CHADEMO', 'SCHUKO', 'OTHER']),
  ADD COLUMN fastest_point_kw double precision CHECK (fastest_point_kw > 0);
UPDATE charging_station
   SET point_count = points.number, plugs = points.plugs, fastest_point_kw = points.fastest
  FROM (SELECT station_id, count(DISTINCT evse_id) AS number, max(power_kw) AS fastest,
               array_agg(DISTINCT plug ORDER BY plug) AS plugs
          FROM charge_point CROSS JOIN unnest(plugs) AS plug GROUP BY station_id) AS points
 WHERE points.station_id = charging_station.id;

-- Two publishers may each have a station with its EVA number: it is an attribute, the key is the id.
ALTER TABLE stop DROP CONSTRAINT stop_eva_key;

-- Quays of a stop may be from somebody else than the stop: null where they are not.
ALTER TABLE quay ADD COLUMN source_id text REFERENCES data_source (id);
UPDATE quay SET source_id = stop.source_id FROM stop WHERE stop.id = quay.stop_id;

-- A system with all that is published of it in one row, so that a change of the area it serves is one of the system.
ALTER TABLE shared_system
  ADD COLUMN url           text,
  ADD COLUMN discovery_url text,
  ADD COLUMN area          text[] NOT NULL DEFAULT '{}'
             CHECK (array_to_string(area, ',') ~ '^(|(0[1-9]|1[0-6])\d{6}(,(0[1-9]|1[0-6])\d{6})*)$'),
  -- When the picture of its vehicles was taken; null where none was ever imported.
  ADD COLUMN pictured_at   timestamptz(3);
UPDATE shared_system SET area = served.area
  FROM (SELECT system_id, array_agg(ags ORDER BY ags) AS area FROM shared_system_area GROUP BY system_id) AS served
 WHERE served.system_id = shared_system.id;
DROP TABLE shared_system_area;
CREATE INDEX shared_system_area_idx ON shared_system USING gin (area);
COMMENT ON COLUMN shared_system.area IS 'Municipalities that it lends vehicles in, by key';

-- A real system may have made-up vehicles, where no feed of it was imported: each says where it is from.
ALTER TABLE shared_vehicle ADD COLUMN source_id text REFERENCES data_source (id);
UPDATE shared_vehicle SET source_id = shared_system.source_id FROM shared_system WHERE shared_system.id = shared_vehicle.system_id;
ALTER TABLE shared_vehicle ALTER COLUMN source_id SET NOT NULL;
