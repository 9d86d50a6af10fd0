import type { PointOfInterestCategory, TrailKind } from '../generated/graphql.js';
import type { CulturalEvent, PointOfInterest, Trail } from '../generated/prisma/client.js';

/** A point of interest as the table has it. */
export type PointOfInterestRecord = Omit<PointOfInterest, 'category'> & {
  readonly category: PointOfInterestCategory;
};

/** An event as the table has it. */
export type EventRecord = CulturalEvent;

/** A trail as the table has it. */
export type TrailRecord = Omit<Trail, 'kind'> & { readonly kind: TrailKind };

/** An entity of another subgraph by its id. */
export interface ById {
  readonly id: string;
}

/** A municipality by its key. */
export interface ByAgs {
  readonly ags: string;
}
