-- Timetables that others publish (GTFS): their stops have no number of a register unless they bring one.
ALTER TABLE stop DROP CONSTRAINT stop_id_check;
ALTER TABLE stop ADD CONSTRAINT stop_id_check
  CHECK (id ~ '^(de:\d{5,8}:[\w.:-]+|eva:[1-9]\d{4,8}|gtfs:[0-9a-f]{32}|synthetic:[A-Za-z0-9-]{1,64})$');

-- Days on which trips run, as their publisher groups them.
CREATE TABLE service (
  id         text PRIMARY KEY,
  source_id  text NOT NULL REFERENCES data_source (id),
  weekdays   smallint NOT NULL CHECK (weekdays BETWEEN 0 AND 127),
  valid_from date NOT NULL,
  valid_to   date NOT NULL,
  CHECK (valid_from <= valid_to)
);
COMMENT ON COLUMN service.weekdays IS 'Bits as of trip.weekdays; 0 where every day is listed';

-- A day on which a service runs although weekday or period say no, or does not run although they say yes. That is the
-- timetable itself: nothing is cancelled.
CREATE TABLE service_day (
  service_id text NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  day        date NOT NULL,
  runs       boolean NOT NULL,
  PRIMARY KEY (service_id, day)
);

-- Trips of a service with such days refer to it, all others go by weekdays and period alone. The service's day may not
-- be the trip's own, which begins at 03:00: a trip that a feed has at 00:30 runs at 24:30 of the day before (-1).
ALTER TABLE trip
  DROP CONSTRAINT trip_weekdays_check,
  ADD CONSTRAINT trip_weekdays_check CHECK (weekdays BETWEEN 0 AND 127),
  ADD COLUMN service_id text REFERENCES service (id),
  ADD COLUMN day_shift smallint NOT NULL DEFAULT 0;
COMMENT ON COLUMN trip.day_shift IS 'Service day of the trip minus day of its service';
CREATE INDEX trip_service_idx ON trip (service_id) WHERE service_id IS NOT NULL;
