-- What flowed in each day of Europe/Berlin, from the quarter-hours: a hundred meters' year is read from 36,500 rows
-- instead of 3.5 million. The triggers below keep it, whoever writes quarter-hours and however.

CREATE TABLE day_value (
  meter   integer NOT NULL,
  day     date NOT NULL,
  amount  bigint NOT NULL CHECK (amount >= 0),
  -- The worst of its quarter-hours.
  status  smallint NOT NULL CHECK (status BETWEEN 0 AND 2),
  -- How many quarter-hours there are; the day of a clock change has 92 or 100.
  present smallint NOT NULL CHECK (present BETWEEN 0 AND 100),
  PRIMARY KEY (meter, day)
);

CREATE FUNCTION day_of_quarter(quarter integer) RETURNS date
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (to_timestamp(quarter * 900::bigint) AT TIME ZONE 'Europe/Berlin')::date;

CREATE FUNCTION first_quarter_of(day date) RETURNS integer
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (extract(epoch FROM day::timestamp AT TIME ZONE 'Europe/Berlin')::bigint / 900)::int;

CREATE FUNCTION add_to_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO day_value AS kept (meter, day, amount, status, present)
  SELECT meter, day_of_quarter(quarter), sum(amount), max(status), count(*)
    FROM added
   GROUP BY 1, 2
   -- Everybody takes rows in the same order, so that nobody waits for each other.
   ORDER BY 1, 2
      ON CONFLICT (meter, day) DO UPDATE
     SET amount = kept.amount + excluded.amount, status = greatest(kept.status, excluded.status),
         present = kept.present + excluded.present;
  RETURN NULL;
END $$;

-- Counts days anew from their quarter-hours. The first statement holds the row of every day: who changes the same one
-- meanwhile waits there, and the second one sees what others have left.
CREATE FUNCTION count_days(meters integer[], days date[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO day_value AS kept (meter, day, amount, status, present)
  SELECT meter, day, 0, 0, 0 FROM unnest(meters, days) AS touched (meter, day) ORDER BY 1, 2
      ON CONFLICT (meter, day) DO UPDATE SET present = kept.present;
  UPDATE day_value AS kept
     SET amount = counted.amount, status = counted.status, present = counted.present
    FROM (
      SELECT touched.meter, touched.day, coalesce(sum(amount), 0) AS amount, coalesce(max(status), 0) AS status,
             count(quarter) AS present
        FROM unnest(meters, days) AS touched (meter, day)
        LEFT JOIN quarter_hour_value AS value ON value.meter = touched.meter
         AND quarter >= first_quarter_of(touched.day) AND quarter < first_quarter_of(touched.day + 1)
       GROUP BY 1, 2
    ) AS counted
   WHERE kept.meter = counted.meter AND kept.day = counted.day;
  DELETE FROM day_value AS kept USING unnest(meters, days) AS touched (meter, day)
   WHERE kept.meter = touched.meter AND kept.day = touched.day AND present = 0;
END $$;

CREATE FUNCTION count_changed_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM count_days(array_agg(meter), array_agg(day))
     FROM (SELECT meter, day_of_quarter(quarter) AS day FROM gone
           UNION SELECT meter, day_of_quarter(quarter) FROM added) AS touched
   HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE FUNCTION count_emptied_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM count_days(array_agg(meter), array_agg(day))
     FROM (SELECT DISTINCT meter, day_of_quarter(quarter) AS day FROM gone) AS touched
   HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE FUNCTION empty_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  TRUNCATE day_value;
  RETURN NULL;
END $$;

CREATE TRIGGER quarter_hour_value_added AFTER INSERT ON quarter_hour_value
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_to_days();
CREATE TRIGGER quarter_hour_value_changed AFTER UPDATE ON quarter_hour_value
  REFERENCING OLD TABLE AS gone NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_changed_days();
CREATE TRIGGER quarter_hour_value_removed AFTER DELETE ON quarter_hour_value
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_emptied_days();
CREATE TRIGGER quarter_hour_value_emptied AFTER TRUNCATE ON quarter_hour_value
  FOR EACH STATEMENT EXECUTE FUNCTION empty_days();

INSERT INTO day_value (meter, day, amount, status, present)
SELECT meter, day_of_quarter(quarter), sum(amount), max(status), count(*) FROM quarter_hour_value GROUP BY 1, 2;
