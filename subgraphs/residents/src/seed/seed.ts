import {
  insertRows,
  localDateOf,
  syntheticRegion,
  type Clock,
  type SeedContext,
} from '@modellregion/subgraph-kit';
import {
  applicationRows,
  appointmentRows,
  caseFileRows,
  documentRows,
  statusEventRows,
} from './application-rows.js';
import { seedApplications } from './applications.js';
import { identityDocumentRows } from './identity-documents.js';
import { officeRows, openingRows, seedOffices } from './office-rows.js';
import { seedPeople } from './people.js';
import { householdRows, representationRows, residenceRows, residentRows, taxIdRows } from './people-rows.js';
import { addressRows, districtRows, municipalityRows, populationRows } from './region-rows.js';
import { offerRows, seedOffers, serviceRows } from './service-rows.js';
import { dataSourceRows } from './sources.js';

/**
 * Writes the synthetic data of residents into an empty, migrated database.
 *
 * Who lives where is the same on every day. What has to lie in the past or the future, as applications,
 * appointments, validity of documents and blocks, is placed relative to the day of seeding, so that there is
 * something to look at today; the same profile on the same day gives the same rows.
 */
export async function seedResidents({ client, profile, clock, log }: SeedContext): Promise<void> {
  const started = performance.now();
  const tables = seedTables(profile, clock);
  for (const [table, rows] of tables) await insertRows(client, table, rows);
  const count = tables.reduce((sum, [, rows]) => sum + rows.length, 0);
  log.info({ profile, rows: count, ms: Math.round(performance.now() - started) }, 'seeded');
}

/** All rows by table, in an order that foreign keys allow. */
export function seedTables(profile: SeedContext['profile'], clock: Clock) {
  const region = syntheticRegion(profile);
  const today = localDateOf(clock.now());
  const offices = seedOffices();
  const offers = seedOffers(offices, region);
  const people = seedPeople(region, today);
  const applications = seedApplications(people, offers, { region, today });
  return [
    ['data_source', dataSourceRows()],
    ['administrative_district', districtRows()],
    ['municipality', municipalityRows()],
    ['population_figure', populationRows()],
    ['address', addressRows(region)],
    ['office', officeRows(offices, region)],
    ['opening_period', openingRows(offices)],
    ['service', serviceRows()],
    ['service_offer', offerRows(offers)],
    ['household', householdRows(people)],
    ['resident', residentRows(people)],
    ['resident_tax_id', taxIdRows(people, region)],
    ['residence', residenceRows(people, region, today)],
    ['representation', representationRows(people)],
    ['identity_document', identityDocumentRows(people, offices, { region, today })],
    ['service_application', applicationRows(applications)],
    ['status_event', statusEventRows(applications)],
    ['case_file', caseFileRows(applications)],
    ['document', documentRows(applications)],
    ['appointment', appointmentRows(applications)],
  ] as const;
}
