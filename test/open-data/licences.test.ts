import { expect, test } from '@jest/globals';
import { licenceUri } from '../../gateway/src/open-data/licences.js';

test.each([
  ['CC BY 4.0', 'cc-by/4.0'],
  ['CC-BY-4.0', 'cc-by/4.0'],
  ['CC BY-SA 4.0', 'cc-by-sa/4.0'],
  ['CC BY 3.0 DE', 'cc-by-de/3.0'],
  ['CC BY 3.0', 'cc-by'],
  ['CC0 1.0', 'cc-zero'],
  ['dl-de/by-2-0', 'dl-by-de/2.0'],
  ['Datenlizenz Deutschland – Namensnennung – Version 2.0', 'dl-by-de/2.0'],
  ['Datenlizenz Deutschland Namensnennung 2.0', 'dl-by-de/2.0'],
  ['dl-de/zero-2-0', 'dl-zero-de/2.0'],
  ['ODbL-1.0', 'odbl'],
  ['Amtliches Werk (§ 5 UrhG)', 'officialWork'],
])('%s is %s', (name, entry) => {
  expect(licenceUri(name)).toBe(`http://dcat-ap.de/def/licenses/${entry}`);
});

// Two licences are none of the two, and an address that nobody keeps would look like permission.
test.each(['CC BY 4.0 and ODbL 1.0', 'CC BY-NC 4.0', 'EUPL-1.2', 'Reproduction with the source named', ''])(
  '"%s" has no entry',
  (name) => {
    expect(licenceUri(name)).toBeNull();
  },
);
