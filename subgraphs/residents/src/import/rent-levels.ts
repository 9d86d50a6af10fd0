import { csv, hasColumns, recordFormat, type FieldReader, type SeedRow } from '@modellregion/subgraph-kit';
import { SOURCE } from '../sources.js';
import { isKnownTown, nameHere, REJECT_UNKNOWN_TOWN } from './known-town.js';

/**
 * Levels of rents (Mietenstufen) for the housing benefit: CSV with `ags, name, mietniveaustufe`, after the annex to § 1
 * MietNEinV, an official work.
 *
 * Natural key: `ags`.
 *
 * The same annex is where names and keys of the municipalities come from as long as their areas were not imported, so it
 * is the same record set.
 */
export const rentLevels = recordFormat({
  name: 'municipalities-csv',
  title: 'Municipalities with their levels of rents (CSV)',
  recognises: (file) => hasColumns(file, ',', ['ags', 'name', 'mietniveaustufe']),
  source: () => ({
    id: SOURCE.keys,
    title: 'Names, keys (AGS) and levels of rents of the municipalities, territorial status 25.01.2021',
    publisher: 'Bundesgesetzblatt',
    licence: 'Amtliches Werk (§ 5 UrhG)',
    attribution: 'Annex to § 1 MietNEinV, BGBl. I 2021 p. 3739',
    licenceUrl: null,
    notice: null,
    url: null,
  }),
  records: csv({ delimiter: ',' }),
  target: { table: 'rent_level', key: ['ags'], values: ['level'] },
  extra: { name: 'text' },
  row: rentLevelRow,
  settle: async (_, staged, { findings }) => {
    await staged.reject(...REJECT_UNKNOWN_TOWN);
    await staged.warn(
      isKnownTown('fold_text(town.name) <> fold_text(staged.name)'),
      'name',
      nameHere('name'),
      findings,
    );
    return 0;
  },
});

function rentLevelRow(fields: FieldReader): SeedRow {
  return {
    ags: fields.ags('ags'),
    name: fields.text('name'),
    level: fields.integer('mietniveaustufe', { min: 1, max: 7 }),
  };
}
