import { expect, test } from '@jest/globals';
import { OWN, publicationOf, SMALL_REGION, tourism } from './hostile.js';
import { refusals, runPublicationRules } from './support.js';

test('who holds personal data says so in the registry', async () => {
  const sdl = OWN.replace('@public', '').replace(
    'name: String',
    'name: String "Who keeps it." keeper: String @personalData(category: "PERSONAL", subject: "id")',
  );
  const candidate = tourism(sdl);
  expect(await refusals(publicationOf(candidate))).toEqual([
    'DATA_CLASS_MISSING 23 The SDL has personal data, and dataClasses of tourism names PUBLIC only. → Add the class it belongs to: PERSONAL, PROCEEDING, IDENTITY_DOCUMENT, TAX_IDENTIFIER, VEHICLE, TRADE, CONSUMPTION, INFRASTRUCTURE.',
  ]);
  const stated = { ...candidate, entry: { ...candidate.entry, dataClasses: ['PERSONAL'] as const } };
  expect(await refusals(publicationOf(stated))).toEqual([]);
});

test('a telling name warns once and refuses nothing; what is personal no longer is told', async () => {
  const telling = tourism(OWN.replace('name: String', 'name: String "Whom to ask." contactEmail: String'));
  const first = await runPublicationRules(publicationOf(telling));
  expect([first.status, first.results.find(({ rule }) => rule === 'personal-data')?.notes]).toEqual([
    'accepted',
    ['Trail.contactEmail sounds like data about a person and is not marked @personalData.'],
  ]);
  const again = await runPublicationRules({ ...publicationOf(telling), before: [...SMALL_REGION, telling] });
  expect(again.results.find(({ rule }) => rule === 'personal-data')?.notes).toEqual([]);

  const [residents] = SMALL_REGION;
  if (residents === undefined) throw new Error('The region is empty.');
  const opened = residents.sdl.replace(
    '@signedIn @personalData(category: "PERSONAL", subject: "id") {',
    '@public {',
  );
  const report = await runPublicationRules(publicationOf({ ...residents, sdl: opened }));
  expect(report.results.find(({ rule }) => rule === 'personal-data')?.notes).toContain(
    'Resident.familyName is no longer personal data: guards and the audit let it go.',
  );
});
