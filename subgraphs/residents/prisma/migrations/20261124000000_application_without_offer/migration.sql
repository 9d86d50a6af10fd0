-- Applications for services that have no entry in the catalogue yet. With a key of null the offer is not looked for, so
-- that the municipality is held by a reference of its own.
ALTER TABLE service_application
  ALTER COLUMN leika_key DROP NOT NULL,
  ADD FOREIGN KEY (ags) REFERENCES municipality;
