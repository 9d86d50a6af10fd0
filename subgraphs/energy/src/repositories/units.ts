import type { CallerClaims } from '@modellregion/schema';
import { batchLoader, groupLoader, rowsOfEach, type First, type Loader } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import { maySeeSmallUnits } from '../visibility.js';
import type { GenerationUnitRecord, InstalledPowerRecord } from './records.js';
import { GENERATION_UNIT } from './tables.js';

export interface UnitRepository {
  readonly byId: Loader<GenerationUnitRecord | null>;
  readonly ofApplication: Loader<GenerationUnitRecord | null>;
  /** By resident, in order of number; guarded by the contract. */
  readonly ofResident: (args: First) => Loader<readonly GenerationUnitRecord[]>;
  /** By business, in order of number; without small units for who may not see them there. */
  readonly ofBusiness: (args: First) => Loader<readonly GenerationUnitRecord[]>;
  /** By public building, in order of number; without small units for who may not see them there. */
  readonly ofBuilding: (args: First) => Loader<readonly GenerationUnitRecord[]>;
  /** By municipality, in order of technology. */
  readonly installedPower: Loader<readonly InstalledPowerRecord[]>;
}

export function unitRepository(db: PrismaClient, caller: CallerClaims): UnitRepository {
  const shown = maySeeSmallUnits(caller) ? Prisma.sql`true` : Prisma.sql`NOT small`;
  const listed = (column: string, where = Prisma.sql`true`) =>
    rowsOfEach<GenerationUnitRecord>(db, {
      table: GENERATION_UNIT,
      column,
      orderBy: 'mastr_number',
      where,
    });
  return {
    byId: batchLoader<string, GenerationUnitRecord>(
      (numbers) => unitsBy(db, 'mastr_number', numbers),
      ({ mastrNumber }) => mastrNumber,
    ),
    ofApplication: batchLoader<string, GenerationUnitRecord>(
      (ids) => unitsBy(db, 'application_id', ids),
      ({ applicationId }) => applicationId ?? '',
    ),
    ofResident: listed('operator_resident_id'),
    ofBusiness: listed('operator_business_id', shown),
    ofBuilding: listed('building_id', shown),
    installedPower: groupLoader<string, InstalledPowerRecord>(
      (keys) => db.$queryRaw<InstalledPowerRecord[]>(installedPowerStatement(keys)),
      ({ ags }) => ags,
    ),
  };
}

/** Number and application are unique: one row for each key. */
function unitsBy(
  db: PrismaClient,
  column: 'mastr_number' | 'application_id',
  keys: readonly string[],
): Promise<GenerationUnitRecord[]> {
  return db.$queryRaw<GenerationUnitRecord[]>`
    SELECT ${GENERATION_UNIT.columns} FROM generation_unit WHERE ${Prisma.raw(column)} = ANY (${keys}::text[])`;
}

/** The sums of some municipalities. */
export function installedPowerStatement(keys: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT sums.ags, sums.technology, sums.watts / 1000::float8 AS kw, sums.source_id AS "sourceId",
           data_source.retrieved_on AS "asOf"
      FROM (
        SELECT ags, technology, sum(gross_power_w) AS watts, max(source_id) AS source_id
          FROM generation_unit
         WHERE ags = ANY (${keys}::text[]) AND state = 'IN_OPERATION'
         GROUP BY ags, technology
      ) AS sums
      JOIN data_source ON data_source.id = sums.source_id
     ORDER BY sums.ags, sums.technology`;
}
