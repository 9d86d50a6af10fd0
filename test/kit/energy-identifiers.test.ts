import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isMaloId,
  isMastrNumber,
  isMeloId,
  maloIdCheckDigit,
  parseMaloId,
  parseMastrNumber,
  parseMeloId,
  requireMaloId,
  requireMastrNumber,
  requireMeloId,
} from '../../subgraphs/kit/src/identifiers/index.js';
import { refusalOf } from './bad-user-input.js';

const digits = '0123456789'.split('');
const replaceAt = (text: string, index: number, character: string): string =>
  text.slice(0, index) + character + text.slice(index + 1);

const CASES = {
  MALO_ID: {
    is: isMaloId,
    parse: parseMaloId,
    require: requireMaloId,
    // Both published at malo-generator.de.
    valid: ['41373559241', '48662918097'],
    invalid: [
      '',
      '41373559242',
      '4137355924',
      '413735592410',
      '01373559245',
      '4137355924a',
      ' 41373559241',
      '٤١٣٧٣٥٥٩٢٤١',
    ],
  },
  MELO_ID: {
    is: isMeloId,
    parse: parseMeloId,
    require: requireMeloId,
    valid: ['DE00056266802AO6G56M11SN51G21M24S', 'DE0000003312900000000000000000000'],
    invalid: [
      '',
      'DE000000331290000000000000000000',
      'DE00000033129000000000000000000000',
      'AT0000003312900000000000000000000',
      'de0000003312900000000000000000000',
      'DE000O003312900000000000000000000',
      'DE000000331290000000000000000000a',
      'DE000000331290000000000000000000-',
    ],
  },
  MASTR_NUMBER: {
    is: (value: string) => isMastrNumber(value),
    parse: parseMastrNumber,
    require: requireMastrNumber,
    // From the documentation of open-MaStR.
    valid: ['SEE984033548619', 'EEG920083771065', 'ABR949444220202', 'SEL942540862352'],
    invalid: [
      '',
      'SEE98403354861',
      'SEE9840335486190',
      'see984033548619',
      'SE9840335486191',
      'SEE98403354861O',
      'SEE 984033548619',
    ],
  },
} as const;

describe.each(Object.entries(CASES))('%s', (format, { is, parse, require, valid, invalid }) => {
  test.each(valid)('%j is one', (value) => {
    expect([is(value), parse(value), require(value, 'id')]).toEqual([true, value, value]);
  });

  test.each(invalid)('%j is none', (value) => {
    expect([is(value), parse(value), refusalOf(() => require(value, 'id'))]).toEqual([
      false,
      null,
      { code: 'BAD_USER_INPUT', argument: 'id', format },
    ]);
  });
});

/** Ten digits, not beginning with 0, and their check digit. */
const maloIds = fc.stringMatching(/^[1-9]\d{9}$/).map((ten) => `${ten}${maloIdCheckDigit(ten)}`);

describe('market location id', () => {
  test('every number made by the rule is valid', () => {
    fc.assert(fc.property(maloIds, (id) => isMaloId(id)));
  });

  test('changing one digit makes it invalid, but for a change by 5 at an even place, which doubling hides', () => {
    fc.assert(
      fc.property(maloIds, fc.nat(10), fc.constantFrom(...digits), (id, index, digit) => {
        fc.pre(id[index] !== digit);
        const changed = replaceAt(id, index, digit);
        const hidden = index % 2 === 1 && index < 10 && Math.abs(Number(id[index]) - Number(digit)) === 5;
        return isMaloId(changed) === hidden;
      }),
    );
  });

  test('swapping neighbours makes it invalid unless they are equal', () => {
    fc.assert(
      fc.property(maloIds, fc.integer({ min: 1, max: 8 }), (id, index) => {
        const swapped = replaceAt(replaceAt(id, index, id.charAt(index + 1)), index + 1, id.charAt(index));
        return isMaloId(swapped) === (id[index] === id[index + 1]);
      }),
    );
  });

  test('the check digit is over ten digits', () => {
    expect(() => maloIdCheckDigit('413735592')).toThrow(RangeError);
  });
});

test('metering location id and MaStR number have no check digit: another digit is another number', () => {
  const melo = 'DE0000003312900000000000000000000';
  const mastr = 'SEE984033548619';
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 32 }), fc.constantFrom(...digits), (index, digit) =>
      isMeloId(replaceAt(melo, index, digit)),
    ),
  );
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 14 }), fc.constantFrom(...digits), (index, digit) =>
      isMastrNumber(replaceAt(mastr, index, digit)),
    ),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 12 }),
      fc.constantFrom('A', 'z', '-', ' '),
      (index, character) => !isMeloId(replaceAt(melo, index, character)),
    ),
  );
});

test('a MaStR number of one kind is not one of another', () => {
  expect([isMastrNumber('SEE984033548619', 'SEE'), isMastrNumber('EEG920083771065', 'SEE')]).toEqual([
    true,
    false,
  ]);
});
