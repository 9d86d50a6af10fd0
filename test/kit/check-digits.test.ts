import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import stdnum from 'stdnum';
import {
  idCardSerialCheckDigit,
  idNrCheckDigit,
  isIdCardSerialWithCheckDigit,
  isIdNr,
  machineReadableCheckDigit,
  requireIdCardSerial,
} from '../../subgraphs/kit/src/identifiers/index.js';

const SERIAL_CHARACTERS = '0123456789CFGHJKLMNPRTVWXYZ'.split('');
const digits = '0123456789'.split('');
const replaceAt = (text: string, index: number, character: string): string =>
  text.slice(0, index) + character + text.slice(index + 1);
const swapAt = (text: string, index: number): string =>
  text.slice(0, index) + text.charAt(index + 1) + text.charAt(index) + text.slice(index + 2);
/** What the library stdnum says; it was written by others from the same sources. */
const accepts = (kind: 'idnr' | 'pwnr', value: string): boolean =>
  stdnum.stdnum['DE']?.[kind]?.validate(value).isValid === true;
const valueOf = (character: string): number => Number.parseInt(character, 36) % 10;

/** Ten digits in which one occurs twice, not beginning with 0, and their check digit. */
const idNrs = fc
  .shuffledSubarray(digits, { minLength: 9, maxLength: 9 })
  .chain((nine) => fc.record({ nine: fc.constant(nine), doubled: fc.nat(8), at: fc.nat(9) }))
  .map(({ nine, doubled, at }) => [...nine.slice(0, at), nine[doubled] ?? '', ...nine.slice(at)].join(''))
  .filter((ten) => !ten.startsWith('0'))
  .map((ten) => `${ten}${idNrCheckDigit(ten)}`);

const checkedSerials = fc
  .array(fc.constantFrom(...SERIAL_CHARACTERS), { minLength: 9, maxLength: 9 })
  .map((characters) => requireIdCardSerial(characters.join(''), 'serial'))
  .map((serial) => `${serial}${idCardSerialCheckDigit(serial)}`);

describe('tax id, ISO 7064 MOD 11,10', () => {
  test('every number made by the rules is valid, here and for stdnum', () => {
    fc.assert(fc.property(idNrs, (idNr) => isIdNr(idNr) && accepts('idnr', idNr)));
  });

  test('changing any one digit makes it invalid', () => {
    fc.assert(
      fc.property(idNrs, fc.nat(10), fc.constantFrom(...digits), (idNr, index, digit) => {
        fc.pre(idNr[index] !== digit);
        return !isIdNr(replaceAt(idNr, index, digit));
      }),
    );
  });

  test('the check digit alone finds every change of one of the ten digits', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{10}$/),
        fc.nat(9),
        fc.constantFrom(...digits),
        (ten, index, digit) => {
          fc.pre(ten[index] !== digit);
          return idNrCheckDigit(replaceAt(ten, index, digit)) !== idNrCheckDigit(ten);
        },
      ),
    );
  });
});

describe('machine-readable zone, 7-3-1', () => {
  test.each([
    ['122000129', 7, 'serial, old style'],
    ['640812', 5, 'birth'],
    ['171031', 9, 'expiry'],
    ['T22000129', 3, 'serial, new style'],
    ['<<<', 0, 'filler'],
  ])('%s has %i (%s)', (field, expected) => {
    expect(machineReadableCheckDigit(field)).toBe(expected);
  });

  test.each(['', 't22000129', '12 3', 'Ü'])('%j is no field', (field) => {
    expect(() => machineReadableCheckDigit(field)).toThrow(RangeError);
  });

  test('the whole line of the published old card has 8', () => {
    expect(machineReadableCheckDigit(['1220001297', '6408125', '1710319'].join(''))).toBe(8);
  });

  test('serial and check digit belong together, here and for stdnum', () => {
    fc.assert(
      fc.property(checkedSerials, (checked) => {
        return isIdCardSerialWithCheckDigit(checked) && accepts('pwnr', checked);
      }),
    );
  });

  test('changing any one character to one of another value modulo 10 makes it invalid', () => {
    fc.assert(
      fc.property(
        checkedSerials,
        fc.nat(9),
        fc.constantFrom(...SERIAL_CHARACTERS),
        (checked, index, character) => {
          fc.pre(valueOf(checked.charAt(index)) !== valueOf(character));
          return !isIdCardSerialWithCheckDigit(replaceAt(checked, index, character));
        },
      ),
    );
  });

  test('swapping neighbours makes it invalid unless their values differ by 0 or 5', () => {
    fc.assert(
      fc.property(checkedSerials, fc.nat(7), (checked, index) => {
        const difference = Math.abs(valueOf(checked.charAt(index)) - valueOf(checked.charAt(index + 1)));
        return (
          isIdCardSerialWithCheckDigit(swapAt(checked, index)) === (difference === 0 || difference === 5)
        );
      }),
    );
  });

  test('what it cannot find: C (12) for 2, and 16 for 61', () => {
    expect(machineReadableCheckDigit('C22000129')).toBe(machineReadableCheckDigit('222000129'));
    expect(machineReadableCheckDigit('160000000')).toBe(machineReadableCheckDigit('610000000'));
  });

  test.each(['T220001293', '1220001297'])('%s is a serial with its check digit', (checked) => {
    expect(isIdCardSerialWithCheckDigit(checked)).toBe(true);
  });

  test.each(['T220001294', 'T22000129', 'T2200012933', 'A220001293', ''])('%j is none', (text) => {
    expect(isIdCardSerialWithCheckDigit(text)).toBe(false);
  });
});
