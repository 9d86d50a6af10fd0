import { batchLoader } from '@modellregion/subgraph-kit';
import type { PrismaClient } from '../generated/prisma/client.js';
import type { ByAgs, Point } from './records.js';

/** Finds the municipality in which a point lies. */
export interface MunicipalityRepository {
  /** Null outside of those whose areas were imported. */
  readonly at: (point: Point) => Promise<ByAgs | null>;
}

interface Placed extends ByAgs {
  readonly key: string;
}

export function municipalityRepository(db: PrismaClient): MunicipalityRepository {
  const at = batchLoader<string, Placed>(
    (keys) => {
      const points = keys.map((key) => JSON.parse(key) as readonly [number, number]);
      return db.$queryRaw<Placed[]>`
        SELECT key, ags FROM (
          SELECT key, municipality_at(lat, lon) AS ags
            FROM unnest(${keys}::text[], ${points.map(([lat]) => lat)}::float8[], ${points.map(([, lon]) => lon)}::float8[])
                 AS asked (key, lat, lon)
        ) AS placed WHERE ags IS NOT NULL`;
    },
    ({ key }) => key,
  );
  return { at: ({ lat, lon }) => at.load(JSON.stringify([lat, lon])) };
}
