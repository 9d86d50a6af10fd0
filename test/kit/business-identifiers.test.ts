import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import stdnum from 'stdnum';
import * as ids from '../../subgraphs/kit/src/identifiers/index.js';
import { refusalOf } from './bad-user-input.js';

const digits = '0123456789'.split('');
const replaceAt = (text: string, index: number, character: string): string =>
  text.slice(0, index) + character + text.slice(index + 1);
/** What the library stdnum says; it was written by others from the same sources. */
const stdnumAccepts = (value: string): boolean =>
  stdnum.stdnum['DE']?.['vat']?.validate(value).isValid === true;

/** Eight digits, the first not 0, with their check digit. */
const vatIds = fc.stringMatching(/^[1-9]\d{7}$/).map((eight) => `DE${eight}${ids.vatIdCheckDigit(eight)}`);

describe('USt-IdNr, ISO 7064 MOD 11,10', () => {
  test.each(['DE136695976'])('%s is valid (published example)', (value) => {
    expect(ids.isVatId(value)).toBe(true);
    expect(ids.requireVatId(value, 'vatId')).toBe(value);
  });

  test.each([
    ['DE136695978', 'published example of a wrong check digit'],
    ['136695976', 'no country'],
    ['de136695976', 'lower case'],
    ['DE036695976', 'first digit 0'],
    ['DE13669597', 'too short'],
    ['DE1366959766', 'too long'],
    ['DE136 695 976', 'spaces'],
    ['DE136695976\n', 'a line end'],
    ['ATU12345678', 'another country'],
  ])('%j is none (%s)', (value) => {
    expect(ids.isVatId(value)).toBe(false);
    expect(ids.parseVatId(value)).toBeNull();
    expect(refusalOf(() => ids.requireVatId(value, 'vatId'))).toMatchObject({
      argument: 'vatId',
      format: 'VAT_ID',
    });
  });

  test('every number made by the rule is valid, here and for stdnum', () => {
    fc.assert(fc.property(vatIds, (value) => ids.isVatId(value) && stdnumAccepts(value)));
  });

  test('changing any one digit makes it invalid', () => {
    fc.assert(
      fc.property(
        vatIds,
        fc.integer({ min: 2, max: 10 }),
        fc.constantFrom(...digits),
        (value, index, digit) => {
          fc.pre(value[index] !== digit);
          return !ids.isVatId(replaceAt(value, index, digit));
        },
      ),
    );
  });
});

describe('WZ 2008', () => {
  test.each([
    ['I', 1, null, 'I'],
    ['56', 2, 'I', 'I'],
    ['56.1', 3, '56', 'I'],
    ['56.10', 4, '56.1', 'I'],
    ['56.10.1', 5, '56.10', 'I'],
    ['01.11.0', 5, '01.11', 'A'],
    ['99', 2, 'U', 'U'],
    ['33.20', 4, '33.2', 'C'],
  ])('%s: level %i, below %s, section %s', (text, level, parent, section) => {
    const code = ids.requireWzCode(text, 'code');
    expect([ids.wzCodeLevel(code), ids.wzCodeParent(code), ids.wzCodeSection(code)]).toEqual([
      level,
      parent,
      section,
    ]);
  });

  test.each(['', 'V', 'i', '5', '5.1', '56.', '56.1.0', '56.10.', '56.10.12', '56101', ' 56', '56\n', '٥٦'])(
    '%j has not the form',
    (value) => {
      expect(ids.isWzCode(value)).toBe(false);
      expect(refusalOf(() => ids.requireWzCode(value, 'wzCode'))).toMatchObject({ format: 'WZ_CODE' });
    },
  );

  test.each(['00', '04', '34', '40', '44', '48', '54', '57', '67', '76', '83', '89'])(
    '%s is no division of any section',
    (value) => {
      expect(ids.isWzCode(value)).toBe(false);
    },
  );

  test('a code lies in the range of every code above it, and in no other of the same level', () => {
    const codes = fc.stringMatching(/^\d\d\.\d\d\.\d$/).filter(ids.isWzCode);
    const within = (code: string, range: ids.WzCodeRange): boolean => range.from <= code && code < range.to;
    fc.assert(
      fc.property(codes, codes, (code, other) => {
        for (let above: ids.WzCode | null = code; above !== null; above = ids.wzCodeParent(above)) {
          expect(within(code, ids.wzCodeRange(above))).toBe(true);
          const isBelow =
            ids.wzCodeLevel(above) === 1 ? ids.wzCodeSection(other) === above : other.startsWith(above);
          expect(within(other, ids.wzCodeRange(above))).toBe(isBelow);
        }
      }),
    );
  });
});

describe('register number', () => {
  test.each([
    ['Aachen HRA 11223', { court: 'Aachen', register: 'HRA', number: 11223, suffix: null }],
    ['Paderborn HRB 1234', { court: 'Paderborn', register: 'HRB', number: 1234, suffix: null }],
    ['Bad Oeynhausen GnR 7', { court: 'Bad Oeynhausen', register: 'GnR', number: 7, suffix: null }],
    ['Frankfurt (Oder) VR 99', { court: 'Frankfurt (Oder)', register: 'VR', number: 99, suffix: null }],
    ['Essen PR 12', { court: 'Essen', register: 'PR', number: 12, suffix: null }],
    [
      'Berlin (Charlottenburg) HRB 11223 B',
      { court: 'Berlin (Charlottenburg)', register: 'HRB', number: 11223, suffix: 'B' },
    ],
    ['Limburg a. d. Lahn HRB 5', { court: 'Limburg a. d. Lahn', register: 'HRB', number: 5, suffix: null }],
    ['Köln HRB 100000', { court: 'Köln', register: 'HRB', number: 100000, suffix: null }],
  ])('%s', (value, parts) => {
    expect(ids.registerNumberParts(ids.requireRegisterNumber(value, 'number'))).toEqual(parts);
  });

  test.each([
    'HRA 11223',
    'Aachen HRC 11223',
    'Aachen hra 11223',
    'Aachen HRA',
    'Aachen HRA 0',
    'Aachen HRA 011223',
    'Aachen HRA 12345678',
    'Aachen  HRA 11223',
    'aachen HRA 11223',
    'Aachen HRA 11223 b',
    ' Aachen HRA 11223',
    'Aachen HRA 11223\n',
    `${'A'.repeat(90)} HRA 1`,
  ])('%j is none', (value) => {
    expect(ids.isRegisterNumber(value)).toBe(false);
    expect(refusalOf(() => ids.requireRegisterNumber(value, 'number'))).toMatchObject({
      format: 'REGISTER_NUMBER',
    });
  });
});
