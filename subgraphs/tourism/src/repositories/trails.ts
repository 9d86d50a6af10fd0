import { batchLoader, type First, type Loader } from '@modellregion/subgraph-kit';
import type { PrismaClient } from '../generated/prisma/client.js';
import type { TrailRecord } from './records.js';

/** Trails that begin somewhere. */
export interface TrailList extends First {
  /** Null: the whole region. */
  readonly ags: string | null;
}

export interface TrailRepository {
  readonly byId: Loader<TrailRecord | null>;
  /** By name, then id. */
  readonly list: (list: TrailList) => Promise<readonly TrailRecord[]>;
}

export function trailRepository(db: PrismaClient): TrailRepository {
  return {
    byId: batchLoader<string, TrailRecord>(
      (ids) => db.trail.findMany({ where: { id: { in: [...ids] } } }) as Promise<TrailRecord[]>,
      ({ id }) => id,
    ),
    list: ({ ags, first }) =>
      db.trail.findMany({
        ...(ags === null ? {} : { where: { ags } }),
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
        take: first,
      }) as Promise<TrailRecord[]>,
  };
}
