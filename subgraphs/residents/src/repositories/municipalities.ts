import { batchLoader, present } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { DistrictRecord, MunicipalityRecord, PopulationFigureRecord } from '../records.js';
import { priming, listOf } from './lists.js';

/** Municipalities, districts and how many people live there. */
export interface MunicipalityRepository {
  byAgs(ags: string): Promise<MunicipalityRecord | null>;
  /** For a key that another row refers to. */
  withAgs(ags: string): Promise<MunicipalityRecord>;
  /** At most 100, by AGS; null means no such filter. */
  list(filter: MunicipalityFilter): Promise<readonly MunicipalityRecord[]>;
  district(key: string): Promise<DistrictRecord | null>;
  /** By AGS. */
  ofDistrict(key: string): Promise<readonly MunicipalityRecord[]>;
  /** Figure of a municipality (AGS) or district (key) for a year, or the latest. */
  population(areaKey: string, year: number | null): Promise<PopulationFigureRecord | null>;
}

export interface MunicipalityFilter {
  readonly ags: readonly string[] | null;
  readonly districtKey: string | null;
}

export function municipalityRepository(db: PrismaClient): MunicipalityRepository {
  const byAgs = batchLoader<string, MunicipalityRecord>(
    (keys) => db.municipality.findMany({ where: { ags: { in: [...keys] } } }),
    ({ ags }) => ags,
  );
  const districts = batchLoader<string, DistrictRecord>(
    (keys) => db.administrativeDistrict.findMany({ where: { key: { in: [...keys] } } }),
    ({ key }) => key,
  );
  const list = listOf<MunicipalityRecord>(db, {
    table: 'municipality',
    fields: Object.values(Prisma.MunicipalityScalarFieldEnum),
    column: 'district_key',
    orderBy: 'ags',
  });
  const ofDistrict = priming(list, byAgs, ({ ags }) => ags);
  const figures = listOf<PopulationFigureRecord>(db, {
    table: 'population_figure',
    fields: Object.values(Prisma.PopulationFigureScalarFieldEnum),
    column: 'area_key',
    orderBy: 'year DESC',
  });
  return {
    byAgs: (ags) => byAgs.load(ags),
    withAgs: async (ags) => present(await byAgs.load(ags), `municipality ${ags}`),
    list: ({ ags, districtKey }) =>
      db.municipality.findMany({
        where: {
          ...(ags === null ? {} : { ags: { in: [...ags] } }),
          ...(districtKey === null ? {} : { districtKey }),
        },
        orderBy: { ags: 'asc' },
        take: 100,
      }),
    district: (key) => districts.load(key),
    ofDistrict: (key) => ofDistrict.load(key),
    population: async (areaKey, year) =>
      (await figures.load(areaKey)).find((figure) => year === null || figure.year === year) ?? null,
  };
}
