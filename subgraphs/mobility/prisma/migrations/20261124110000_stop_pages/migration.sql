-- Pages of all stops, of one municipality's, and of a part of the map. A page is read in order of id; without a
-- condition the primary key gives it.
CREATE INDEX stop_ags_idx ON stop (ags, id) WHERE withdrawn_on IS NULL;
CREATE INDEX stop_map_idx ON stop USING gist (point(lon, lat)) WHERE withdrawn_on IS NULL;
