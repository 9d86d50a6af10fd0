-- Pages of one municipality's stops, in order of id. Pages of all have the primary key, those of a part of the map the
-- index that finds neighbours.
CREATE INDEX stop_ags_idx ON stop (ags, id) WHERE withdrawn_on IS NULL;
