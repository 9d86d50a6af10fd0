import {
  knownKeys,
  localDateOf,
  NOTHING_KNOWN,
  syntheticRegion,
  writeRows,
  type Clock,
  type Known,
  type LocalDate,
  type SeedContext,
  type SeedRow,
  type SyntheticRegion,
} from '@modellregion/subgraph-kit';
import { SOURCE } from '../sources.js';
import {
  applicationRow,
  appointmentRows,
  caseFileRows,
  documentRows,
  statusEventRows,
} from './application-rows.js';
import type { SeedApplication } from './applications.js';
import { identityDocumentMaker } from './identity-documents.js';
import { officeRows, openingRows, seedOffices, type SeedOffice } from './office-rows.js';
import { ownApplications } from './own-applications.js';
import { representationRows, residenceMaker, residentRow } from './people-rows.js';
import { seedPeople, type SeedPeople } from './people.js';
import { addressRows, districtRows, municipalityRows, populationRows } from './region-rows.js';
import { offerRows, seedOffers, serviceRows } from './service-rows.js';
import { sharedApplications } from './shared-applications.js';
import { dataSourceRows } from './sources.js';
import { taxIdMaker } from './tax-ids.js';

/** In the order of their foreign keys. */
const TABLES = [
  'data_source',
  'administrative_district',
  'municipality',
  'population_figure',
  'address',
  'office',
  'opening_period',
  'service',
  'service_offer',
  'household',
  'resident',
  'resident_tax_id',
  'residence',
  'representation',
  'identity_document',
  'service_application',
  'status_event',
  'case_file',
  'document',
  'appointment',
] as const;

/** Tables that an import may have filled before, with their keys. */
const IMPORTED_KEYS = {
  data_source: ['id'],
  administrative_district: ['key'],
  municipality: ['ags'],
  population_figure: ['area_key', 'year'],
} as const satisfies Partial<Record<Table, readonly string[]>>;

type Table = (typeof TABLES)[number];

/** A row and the table it belongs into. */
export type Placed = readonly [table: Table, row: SeedRow];

interface World {
  readonly region: SyntheticRegion;
  readonly today: LocalDate;
}

/**
 * Writes the synthetic data of residents into a migrated database that is empty but for what was imported: real
 * districts, municipalities and figures are not drawn over.
 *
 * Who lives where is the same on every day. What has to lie in the past or the future, as applications,
 * appointments, validity of documents and blocks, is placed relative to the day of seeding, so that there is
 * something to look at today; the same profile on the same day gives the same rows.
 */
export async function seedResidents({ client, profile, clock, log }: SeedContext): Promise<void> {
  const started = performance.now();
  const known = await knownKeys(client, IMPORTED_KEYS);
  const counts = await writeRows(client, TABLES, seedRows(profile, clock, known));
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  log.info({ profile, rows, ms: Math.round(performance.now() - started) }, 'seeded');
}

/**
 * All rows of the seed, drawn one after another, so that a region of any size needs the same memory.
 *
 * @param known what was imported and is not drawn; nothing if left out
 */
export function* seedRows(
  profile: SeedContext['profile'],
  clock: Clock,
  known: Known = NOTHING_KNOWN,
): Generator<Placed> {
  const world = { region: syntheticRegion(profile), today: localDateOf(clock.now()) };
  const offices = seedOffices();
  const offers = seedOffers(offices, world.region);
  const people = seedPeople(world.region, world.today);
  yield* areaRows(known);
  yield* placed('address', addressRows(world.region));
  yield* placed('office', officeRows(offices, world.region));
  yield* placed('opening_period', openingRows(offices));
  yield* placed('service', serviceRows());
  yield* placed('service_offer', offerRows(offers));
  yield* rowsOfPeople(people, offices, world);
  for (const application of ownApplications(people.applicants, offers, world)) {
    yield* rowsOfApplication(application);
  }
  for (const application of sharedApplications(offers, world)) yield* rowsOfApplication(application);
}

/** Areas that are not known, behind the data sets that these and all other rows come from. */
function* areaRows(known: Known): Generator<Placed> {
  const areas = [
    ...placed('administrative_district', districtRows()),
    ...placed('municipality', municipalityRows()),
    ...placed('population_figure', populationRows()),
  ].filter(([table, row]) => !known(table, row));
  const used = new Set<unknown>([
    SOURCE.services,
    SOURCE.people,
    ...areas.map(([, row]) => row['source_id']),
  ]);
  const sources = dataSourceRows().filter((row) => used.has(row.id) && !known('data_source', row));
  yield* placed('data_source', sources);
  yield* areas;
}

function* rowsOfPeople(people: SeedPeople, offices: readonly SeedOffice[], world: World): Generator<Placed> {
  const nextTaxId = taxIdMaker(world.region.random('residents/tax-ids'));
  const residencesOf = residenceMaker(world.region, world.today);
  const identityDocumentsOf = identityDocumentMaker(offices, world);
  for (const members of people.households()) {
    yield ['household', { id: members[0]?.householdId ?? null }];
    for (const person of members) {
      yield ['resident', residentRow(person)];
      yield ['resident_tax_id', { resident_id: person.id, tax_id: nextTaxId() }];
      yield* placed('identity_document', identityDocumentsOf(person));
    }
    yield* placed('residence', residencesOf(members));
    yield* placed('representation', representationRows(members));
  }
}

function* rowsOfApplication(application: SeedApplication): Generator<Placed> {
  yield ['service_application', applicationRow(application)];
  yield* placed('status_event', statusEventRows(application));
  yield* placed('case_file', caseFileRows(application));
  yield* placed('document', documentRows(application));
  yield* placed('appointment', appointmentRows(application));
}

function* placed(table: Table, rows: Iterable<SeedRow>): Generator<Placed> {
  for (const row of rows) yield [table, row];
}
