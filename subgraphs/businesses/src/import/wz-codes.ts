import {
  jsonItems,
  parseWzCode,
  recordFormat,
  shown,
  wzCodeLevel,
  wzCodeParent,
  type FieldReader,
  type SeedRow,
} from '@modellregion/subgraph-kit';
import { SOURCE } from '../sources.js';

/**
 * Classification of economic activities, edition 2008: one JSON list of `code, level, title, parent`.
 *
 * Natural key: `code`. Level and parent are told by the form of the code; a record that says otherwise is not one of the
 * classification. The parent of a record must be in the file or known already, wherever in the file it stands.
 */
export const wzCodes = recordFormat({
  name: 'wz-json',
  title: 'Classification of economic activities WZ 2008 (JSON)',
  recognises: ({ kind, text }) =>
    kind === 'file' && /^\s*\[\s*\{\s*"code"\s*:\s*"[^"]+"\s*,\s*"level"\s*:/.test(text),
  source: () => ({
    id: SOURCE.wz,
    title: 'Klassifikation der Wirtschaftszweige, Ausgabe 2008 (WZ 2008)',
    publisher: 'Statistisches Bundesamt',
    licence: 'Reproduction with the source named',
    attribution: '© Statistisches Bundesamt (Destatis), WZ 2008',
    licenceUrl: null,
    notice: null,
    url: 'https://www.klassifikationsserver.de',
  }),
  records: jsonItems('$.*'),
  target: { table: 'wz_code', key: ['code'], values: ['level', 'title', 'parent_code'] },
  row: codeRow,
  settle: async (_, staged) => {
    // A branch whose parent is missing goes as a whole, level by level.
    for (let level = 2; level <= 5; level += 1) {
      await staged.reject(
        `level = ${level} AND NOT EXISTS (SELECT FROM ${staged.name} AS above WHERE above.ok AND above.code = ${staged.name}.parent_code)
           AND NOT EXISTS (SELECT FROM wz_code WHERE wz_code.code = ${staged.name}.parent_code)`,
        'parent',
        `'"' || parent_code || '" is neither in the file nor known'`,
      );
    }
    return 0;
  },
});

function codeRow(fields: FieldReader): SeedRow {
  const text = fields.text('code');
  const code = parseWzCode(text);
  if (text !== '' && code === null) fields.reject('code', `${shown(text)} is no code of WZ 2008`);
  const level = fields.integer('level', { min: 1, max: 5 });
  const parent = fields.optionalText('parent');
  if (code !== null) {
    const [ownLevel, ownParent] = [wzCodeLevel(code), wzCodeParent(code)];
    // A level that could not be read was told already.
    if (level !== 0 && level !== ownLevel)
      fields.reject('level', `${level} is not the level of ${text}, which is ${ownLevel}`);
    if (parent !== ownParent) {
      fields.reject(
        'parent',
        `${shown(parent ?? '')} is not what ${text} belongs to, which is ${ownParent ?? 'nothing'}`,
      );
    }
  }
  return { code: text, level, title: fields.text('title'), parent_code: parent };
}
