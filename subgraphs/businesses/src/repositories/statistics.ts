import {
  addDays,
  batchLoader,
  loaderPer,
  localDateOf,
  parseWzCode,
  wzCodeSection,
  type Loader,
  type RequestFacts,
} from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { StatisticsRecord } from './records.js';

/** Null: the present year. */
export interface Year {
  readonly year: number | null;
}

export interface StatisticsRepository {
  /** By municipality key; null for a year to come. */
  readonly ofMunicipality: (args: Year) => Loader<StatisticsRecord | null>;
}

interface Counted {
  readonly ags: string;
  readonly registrations: number;
  readonly deregistrations: number;
  readonly divisions: readonly { readonly division: string; readonly count: number }[];
}

export function statisticsRepository(
  db: PrismaClient,
  { clock }: Pick<RequestFacts, 'clock'>,
): StatisticsRepository {
  const today = localDateOf(clock.now());
  const thisYear = Number(today.slice(0, 4));
  const ofYear = loaderPer(({ year }: { readonly year: number }) => {
    const lastDay = year === thisYear ? today : addDays(`${year + 1}-01-01`, -1);
    return batchLoader<string, StatisticsRecord>(
      async (keys) =>
        year > thisYear
          ? []
          : (await db.$queryRaw<Counted[]>(statisticsStatement(keys, year, lastDay))).map((row) =>
              toRecord(row, year),
            ),
      ({ ags }) => ags,
    );
  });
  return { ofMunicipality: ({ year }) => ofYear({ year: year ?? thisYear }) };
}

/** Numbers of many municipalities in one statement; a test explains it. */
export function statisticsStatement(keys: readonly string[], year: number, lastDay: string): Prisma.Sql {
  return Prisma.sql`
    WITH noticed AS (
      SELECT ags, count(*) FILTER (WHERE form = 'GEWA1')::int AS registrations,
             count(*) FILTER (WHERE form = 'GEWA3')::int AS deregistrations
        FROM trade_notice
       WHERE ags = ANY (${keys}::text[]) AND state <> 'REJECTED'
         AND effective_on >= make_date(${year}::int, 1, 1) AND effective_on < make_date(${year}::int + 1, 1, 1)
       GROUP BY ags
    ), active AS MATERIALIZED (
      SELECT premises.ags, left(main.code, 2) AS division, count(DISTINCT business.id)::int AS count
        FROM premises
        JOIN business ON business.id = premises.business_id
        JOIN business_wz_code AS main ON main.business_id = business.id AND main.position = 0
       WHERE premises.ags = ANY (${keys}::text[]) AND business.founded_on <= ${lastDay}::date
         AND (business.ceased_on IS NULL OR business.ceased_on > ${lastDay}::date)
       GROUP BY 1, 2
    )
    SELECT asked.ags, coalesce(noticed.registrations, 0) AS registrations,
           coalesce(noticed.deregistrations, 0) AS deregistrations,
           (SELECT coalesce(json_agg(json_build_object('division', division, 'count', count)), '[]')
              FROM active WHERE active.ags = asked.ags) AS divisions
      FROM unnest(${keys}::text[]) AS asked (ags) LEFT JOIN noticed USING (ags)`;
}

function toRecord(
  { ags, registrations, deregistrations, divisions }: Counted,
  year: number,
): StatisticsRecord {
  const sections = new Map<string, number>();
  for (const { division, count } of divisions) {
    const code = parseWzCode(division);
    const section = code === null ? division : wzCodeSection(code);
    sections.set(section, (sections.get(section) ?? 0) + count);
  }
  const bySection = [...sections].sort().map(([section, count]) => ({ section, count }));
  const active = bySection.reduce((sum, { count }) => sum + count, 0);
  return { ags, year, registrations, deregistrations, active, bySection };
}
