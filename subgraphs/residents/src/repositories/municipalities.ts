import { batchLoader, present, tableOf } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { DistrictRecord, MunicipalityRecord, PopulationFigureRecord } from '../records.js';
import { priming, listOf } from './lists.js';

/** Municipalities, districts and how many people live there. */
export interface MunicipalityRepository {
  byAgs(ags: string): Promise<MunicipalityRecord | null>;
  /** For a key that another row refers to. */
  withAgs(ags: string): Promise<MunicipalityRecord>;
  /** At most 100, by AGS; null means no such filter. Withdrawn ones only if asked for by AGS. */
  list(filter: MunicipalityFilter): Promise<readonly MunicipalityRecord[]>;
  district(key: string): Promise<DistrictRecord | null>;
  /** By AGS. */
  ofDistrict(key: string): Promise<readonly MunicipalityRecord[]>;
  /** Figure of a municipality (AGS) or district (key) for a year, or the latest. */
  population(areaKey: string, year: number | null): Promise<PopulationFigureRecord | null>;
  /** In their order. */
  postalCodes(ags: string): Promise<readonly string[]>;
  rentLevel(ags: string): Promise<number | null>;
}

export interface MunicipalityFilter {
  readonly ags: readonly string[] | null;
  readonly districtKey: string | null;
  readonly postalCode: string | null;
}

const MUNICIPALITY = tableOf('municipality', Object.values(Prisma.MunicipalityScalarFieldEnum));

/** What the publisher still has: look-ups by key find the others, lists do not. */
const IN_USE = Prisma.sql`withdrawn_on IS NULL`;

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
    where: IN_USE,
  });
  const ofDistrict = priming(list, byAgs, ({ ags }) => ags);
  const figures = listOf<PopulationFigureRecord>(db, {
    table: 'population_figure',
    fields: Object.values(Prisma.PopulationFigureScalarFieldEnum),
    column: 'area_key',
    orderBy: 'year DESC',
    where: IN_USE,
  });
  const codes = listOf<{ readonly code: string }>(db, {
    table: 'postal_code',
    fields: ['code'],
    column: 'ags',
    orderBy: 'code',
    where: IN_USE,
  });
  const rentLevels = batchLoader<string, { readonly ags: string; readonly level: number }>(
    (keys) => db.rentLevel.findMany({ where: { ags: { in: [...keys] }, withdrawnOn: null } }),
    ({ ags }) => ags,
  );
  return {
    byAgs: (ags) => byAgs.load(ags),
    withAgs: async (ags) => present(await byAgs.load(ags), `municipality ${ags}`),
    list: (filter) => db.$queryRaw<readonly MunicipalityRecord[]>(municipalitiesStatement(filter)),
    district: (key) => districts.load(key),
    ofDistrict: (key) => ofDistrict.load(key),
    population: async (areaKey, year) =>
      (await figures.load(areaKey)).find((figure) => year === null || figure.year === year) ?? null,
    postalCodes: async (ags) => (await codes.load(ags)).map(({ code }) => code),
    rentLevel: async (ags) => (await rentLevels.load(ags))?.level ?? null,
  };
}

/** The statement of a list; each condition has an index. */
function municipalitiesStatement({ ags, districtKey, postalCode }: MunicipalityFilter): Prisma.Sql {
  const conditions = [ags === null ? IN_USE : Prisma.sql`ags = ANY (${[...ags]}::text[])`];
  if (districtKey !== null) conditions.push(Prisma.sql`district_key = ${districtKey}`);
  if (postalCode !== null) {
    conditions.push(
      Prisma.sql`ags IN (SELECT ags FROM postal_code WHERE code = ${postalCode} AND ${IN_USE})`,
    );
  }
  return Prisma.sql`
    SELECT ${MUNICIPALITY.columns} FROM municipality
     WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY ags LIMIT 100`;
}
