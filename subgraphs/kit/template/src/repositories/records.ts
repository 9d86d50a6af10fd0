import type { Place } from '../generated/prisma/client.js';

/** A place as the table has it. */
export type PlaceRecord = Place;

/** An entity of another subgraph by its id. */
export interface ById {
  readonly id: string;
}

/** A municipality by its key. */
export interface ByAgs {
  readonly ags: string;
}
