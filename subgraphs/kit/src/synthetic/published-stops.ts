/** A stop that bears a published id, in every subgraph and whether or not stops were imported. */
export interface PublishedStop {
  /** DHID (db-hafas-stations); one is never made up. */
  readonly id: string;
  readonly ags: string;
  readonly name: string;
  /** To 0.01°, about 1 km. */
  readonly place: { readonly lat: number; readonly lon: number };
}

/** Stops that other subgraphs may name: the station of Gütersloh, Salzkotten and Bielefeld-Brackwede. */
export const PUBLISHED_STOPS: readonly PublishedStop[] = [
  { id: 'de:05754:5947', ags: '05754008', name: 'Gütersloh Hbf', place: { lat: 51.91, lon: 8.38 } },
  { id: 'de:05774:8016', ags: '05774036', name: 'Salzkotten Bf', place: { lat: 51.67, lon: 8.61 } },
  { id: 'de:05711:5059', ags: '05711000', name: 'Brackwede Bf', place: { lat: 51.99, lon: 8.51 } },
];
