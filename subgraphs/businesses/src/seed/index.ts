import { knownKeys, writeRows, type SeedRow } from '@modellregion/subgraph-kit';
import { makeBusinesses } from './businesses.js';
import { noticeMaker } from './notices.js';
import { permitMaker, roadPermitRows, type Holder } from './permits.js';
import { businessRow, forwardingRows, noticeRow, premisesRows, proprietorRows, wzRows } from './rows.js';
import { dataSourceRows } from './sources.js';
import { worldOf, type BusinessesSeed, type World } from './world.js';
import { wzCodeRows } from './wz-codes.js';

/** In the order of their foreign keys. */
const TABLES = [
  'data_source',
  'wz_code',
  'business',
  'business_wz_code',
  'premises',
  'proprietor',
  'trade_notice',
  'notice_forwarding',
  'permit',
] as const;

/** Tables that an import may have filled before, with their keys. */
const IMPORTED_KEYS = { data_source: ['id'], wz_code: ['code'] } as const;

type TableRow = readonly [table: (typeof TABLES)[number], row: SeedRow];

/**
 * Writes the synthetic trade register of the region. Profile and day (Europe/Berlin) decide every value: the same two
 * give the same rows on every machine, the same profile on another day the same but for what is dated.
 */
export async function seedBusinesses({ client, profile, now }: BusinessesSeed): Promise<void> {
  const known = await knownKeys(client, IMPORTED_KEYS);
  const missing = function* (): Generator<TableRow> {
    for (const row of businessesRows(worldOf({ profile, now }))) if (!known(...row)) yield row;
  };
  await writeRows(client, TABLES, missing());
}

/** All rows, each after those it refers to. */
export function* businessesRows(world: World): Generator<TableRow> {
  const noticesOf = noticeMaker(world.today, world.region.random('businesses/notices'));
  const permitsOf = permitMaker(world.today, world.region.random('businesses/permits'));
  // The little of each business that is asked for later.
  const holders: Holder[] = [];
  for (const row of dataSourceRows()) yield ['data_source', row];
  for (const row of wzCodeRows()) yield ['wz_code', row];
  for (const business of makeBusinesses(world)) {
    if (business.status === 'ACTIVE') holders.push({ id: business.id, trade: business.trade.key });
    yield ['business', businessRow(business)];
    for (const row of wzRows(business)) yield ['business_wz_code', row];
    for (const row of premisesRows(business)) yield ['premises', row];
    for (const row of proprietorRows(business)) yield ['proprietor', row];
    for (const notice of noticesOf(business)) {
      yield ['trade_notice', noticeRow(notice)];
      for (const row of forwardingRows(notice)) yield ['notice_forwarding', row];
    }
    for (const row of permitsOf(business)) yield ['permit', row];
  }
  for (const row of roadPermitRows(world, holders)) yield ['permit', row];
}
