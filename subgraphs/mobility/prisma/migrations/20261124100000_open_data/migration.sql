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

-- Municipalities as others publish them: what lies in which is found here, for records that do not say it.
CREATE TABLE municipality_area (
  ags          text PRIMARY KEY CHECK (ags ~ '^(0[1-9]|1[0-6])\d{6}$'),
  name         text NOT NULL,
  -- GeoJSON: the coordinates of a MultiPolygon, longitude first.
  coordinates  jsonb NOT NULL,
  source_id    text NOT NULL REFERENCES data_source (id),
  withdrawn_on date
);

-- The rings of an area, ready for the index; kept by a trigger.
CREATE TABLE municipality_ring (
  ags  text NOT NULL REFERENCES municipality_area (ags) ON DELETE CASCADE,
  part smallint NOT NULL,
  hole boolean NOT NULL,
  ring polygon NOT NULL
);
CREATE INDEX municipality_ring_ags_idx ON municipality_ring (ags, part);
CREATE INDEX municipality_ring_ring_idx ON municipality_ring USING gist (ring);

CREATE FUNCTION keep_municipality_rings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM municipality_ring WHERE ags = NEW.ags;
  IF NEW.withdrawn_on IS NULL THEN
    INSERT INTO municipality_ring (ags, part, hole, ring)
    SELECT NEW.ags, part.n, ring.n > 1,
           (SELECT polygon('(' || string_agg(format('(%s,%s)', point.value->>0, point.value->>1), ',' ORDER BY point.n) || ')')
              FROM jsonb_array_elements(ring.value) WITH ORDINALITY AS point (value, n))
      FROM jsonb_array_elements(NEW.coordinates) WITH ORDINALITY AS part (value, n),
           jsonb_array_elements(part.value) WITH ORDINALITY AS ring (value, n);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER municipality_rings_inserted AFTER INSERT ON municipality_area
  FOR EACH ROW EXECUTE FUNCTION keep_municipality_rings();
CREATE TRIGGER municipality_rings_updated AFTER UPDATE ON municipality_area
  FOR EACH ROW WHEN (NEW.coordinates IS DISTINCT FROM OLD.coordinates OR NEW.withdrawn_on IS DISTINCT FROM OLD.withdrawn_on)
  EXECUTE FUNCTION keep_municipality_rings();

-- The municipality in which a point lies; on a common border the one with the smaller key. A polygon has an index for
-- overlap alone, so the point is asked as one first.
CREATE FUNCTION municipality_at(lat double precision, lon double precision) RETURNS text
  LANGUAGE sql STABLE STRICT PARALLEL SAFE
  RETURN (
    SELECT outer_ring.ags FROM municipality_ring AS outer_ring
     WHERE NOT outer_ring.hole AND outer_ring.ring && polygon(box(point(lon, lat), point(lon, lat)))
       AND outer_ring.ring @> point(lon, lat)
       AND NOT EXISTS (
         SELECT FROM municipality_ring AS inner_ring
          WHERE inner_ring.ags = outer_ring.ags AND inner_ring.part = outer_ring.part AND inner_ring.hole
            AND inner_ring.ring @> point(lon, lat))
     ORDER BY outer_ring.ags LIMIT 1
  );

-- The day on which the publisher's data no longer had a record; null while it is there. Lists and neighbours leave
-- withdrawn records out, whoever knows the id still finds them.
ALTER TABLE stop ADD COLUMN withdrawn_on date;
ALTER TABLE transit_line ADD COLUMN withdrawn_on date;
ALTER TABLE parking_facility ADD COLUMN withdrawn_on date;
ALTER TABLE charging_station ADD COLUMN withdrawn_on date;
ALTER TABLE shared_system ADD COLUMN withdrawn_on date;

-- Neighbours by great circle, from an index over plain points in degrees. It is built thirty times faster than one over
-- points on the sphere (cube), and serves maps as well. What degrees distort is put right by the statement: the first
-- neighbours by degrees say how far the true ones can be at most, and all within that reach are measured.
CREATE FUNCTION great_circle(lat1 double precision, lon1 double precision, lat2 double precision, lon2 double precision)
  RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN 2 * 6371008.8 * asin(least(1, sqrt(
    sin(radians(lat2 - lat1) / 2) ^ 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ^ 2)));

-- The box in degrees that holds every point within so many metres; a hair wider, so that rounding leaves none out. Not
-- for reaches across a pole or the date line.
CREATE FUNCTION reach_box(lat double precision, lon double precision, metres double precision) RETURNS box
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN box(
    point(lon - degrees(asin(least(1, sin(metres / 6371008.8) / cos(radians(lat))))) - 1e-8, lat - degrees(metres / 6371008.8) - 1e-8),
    point(lon + degrees(asin(least(1, sin(metres / 6371008.8) / cos(radians(lat))))) + 1e-8, lat + degrees(metres / 6371008.8) + 1e-8)
  );

ALTER TABLE stop DROP COLUMN position;
CREATE INDEX stop_place_idx ON stop USING gist (point(lon, lat)) WHERE withdrawn_on IS NULL;

ALTER TABLE charging_station DROP COLUMN position;
DROP INDEX charging_station_map_idx;
CREATE INDEX charging_station_place_idx ON charging_station USING gist (point(lon, lat)) WHERE withdrawn_on IS NULL;

ALTER TABLE shared_vehicle DROP COLUMN position;
CREATE INDEX shared_vehicle_place_idx ON shared_vehicle USING gist (point(lon, lat));

DROP FUNCTION earth_position;
DROP FUNCTION chord_of;
DROP FUNCTION great_circle_of;
