import { describe, expect, test } from '@jest/globals';
import * as ids from '../../subgraphs/kit/src/identifiers/index.js';
import { refusalOf } from './bad-user-input.js';

interface Case {
  readonly is: (value: string) => boolean;
  readonly parse: (value: string) => string | null;
  readonly require: (value: string, argument: string) => string;
  readonly format: string;
  readonly valid: readonly string[];
  readonly invalid: readonly string[];
}

const CASES: Readonly<Record<string, Case>> = {
  AGS: {
    is: ids.isAgs,
    parse: ids.parseAgs,
    require: ids.requireAgs,
    format: 'AGS',
    valid: ['05774032', '05774020', '05711000', '01001000', '16077056'],
    invalid: [
      '',
      '5774032',
      '057740321',
      '00774032',
      '17774032',
      '0577403a',
      ' 05774032',
      '05774032\n',
      '٠٥٧٧٤٠٣٢',
    ],
  },
  ARS: {
    is: ids.isArs,
    parse: ids.parseArs,
    require: ids.requireArs,
    format: 'ARS',
    valid: ['057110000000', '057740032032'],
    invalid: ['05711000', '0571100000000', '177110000000', '05711000000x'],
  },
  'district key': {
    is: ids.isDistrictKey,
    parse: ids.parseDistrictKey,
    require: ids.requireDistrictKey,
    format: 'DISTRICT_KEY',
    valid: ['05774', '05711', '16077'],
    invalid: ['057', '057740', '00774', '17001', '05774032'],
  },
  'postal code': {
    is: ids.isPostalCode,
    parse: ids.parsePostalCode,
    require: ids.requirePostalCode,
    format: 'POSTAL_CODE',
    valid: ['33098', '01067', '99998'],
    invalid: ['00100', '3309', '330980', 'D-33098', '３３０９８'],
  },
  DHID: {
    is: ids.isDhid,
    parse: ids.parseDhid,
    require: ids.requireDhid,
    format: 'DHID',
    valid: [
      'de:05113:9289',
      'de:05774:8016',
      'de:05711:5059',
      'de:05774032:8016:1',
      'de:09780:9256:0:1',
      'de:01001:27334::1',
    ],
    invalid: [
      'de:0577:8016',
      'de:057740321:8016',
      'DE:05774:8016',
      'at:05774:8016',
      'de:05774:',
      'de:05774:8016:',
      'de:05774:8016::',
      'de:05774:8016:1:1:1',
      'de:05774:80 16',
      'de:99774:8016',
    ],
  },
  'stop id': {
    is: ids.isStopId,
    parse: ids.parseStopId,
    require: ids.requireStopId,
    format: 'STOP_ID',
    valid: [
      'de:05774:8016',
      'eva:8000297',
      'eva:101658',
      'synthetic:stop-aaaaaaaaaaaaaaaaaaaaaa',
      'synthetic:1',
      'gtfs:0123456789abcdef0123456789abcdef',
    ],
    invalid: [
      '8000297',
      'eva:',
      'eva:0101658',
      'eva:80x',
      'EVA:8000297',
      'synthetic:',
      'synthetic:-',
      'synthetic:a b',
      'gtfs:1',
      'gtfs:0123456789ABCDEF0123456789ABCDEF',
    ],
  },
  'LeiKa key': {
    is: ids.isLeikaKey,
    parse: ids.parseLeikaKey,
    require: ids.requireLeikaKey,
    format: 'LEIKA_KEY',
    valid: [
      '99008001012000',
      '99050012104000',
      '99108001001000',
      '99102013104000',
      '99115005104000',
      '99115003012000',
      '99008001011001',
      '99085001011001',
    ],
    invalid: ['9900800101200', '990080010120000', '98008001012000', '99008001O12000'],
  },
  'LeiKa prefix': {
    is: ids.isLeikaPrefix,
    parse: ids.parseLeikaPrefix,
    require: ids.requireLeikaPrefix,
    format: 'LEIKA_PREFIX',
    valid: ['99', '99008', '99008001012', '99008001012000'],
    invalid: ['', '9', '98', '990080010120000', '99%'],
  },
  'tax id': {
    is: ids.isIdNr,
    parse: ids.parseIdNr,
    require: ids.requireIdNr,
    format: 'TAX_ID',
    // The first from python-stdnum; the others are the examples of the tax offices' own description.
    valid: ['36574261809', '86095742719', '47036892816', '65929970489', '57549285017', '25768131411'],
    // 02476291358 is a test number of the tax offices (leading 0); the last has three 1s in a row.
    invalid: [
      '36574261890',
      '36554266806',
      '3657426180',
      '365742618090',
      '02476291358',
      '36 574 261 809',
      '11123456786',
    ],
  },
  'ID card serial': {
    is: ids.isIdCardSerial,
    parse: ids.parseIdCardSerial,
    require: ids.requireIdCardSerial,
    format: 'ID_CARD_SERIAL',
    valid: ['122000129', 'T22000129', 'L01X00T47'],
    invalid: ['T2200012', 'T220001293', 't22000129', 'A22000129', 'T2200O129', 'T22000S29', 'T2200012<'],
  },
  'EVSE id': {
    is: ids.isEvseId,
    parse: ids.parseEvseId,
    require: ids.requireEvseId,
    format: 'EVSE_ID',
    valid: ['DE*CHC*E12345*123', 'DECHCE12345123', 'DE*ABC*E1'],
    invalid: [
      'AT*CHC*E12345',
      'DE*CH*E12345',
      'DE*CHC*12345',
      'DE*CHC*E',
      'DE*CHC*E*1',
      'de*chc*e12345',
      `DE*CHC*E1${'2'.repeat(31)}`,
    ],
  },
  'opaque id': {
    is: (value) => ids.isOpaqueId(value),
    parse: (value) => ids.parseOpaqueId(value),
    require: (value, argument) => ids.requireOpaqueId(value, argument),
    format: 'OPAQUE_ID',
    valid: ['resident-abcdefghijklmnopqrst23', 'case-file-2222222222222222222222'],
    invalid: [
      'resident-',
      'resident-abcdefghijklmnopqrst2',
      'resident-abcdefghijklmnopqrst018',
      'Resident-abcdefghijklmnopqrst23',
      'abcdefghijklmnopqrst23',
      '-abcdefghijklmnopqrst23',
      `${'a'.repeat(60)}-abcdefghijklmnopqrst23`,
    ],
  },
  'address id': {
    is: ids.isAddressId,
    parse: ids.parseAddressId,
    require: ids.requireAddressId,
    format: 'ADDRESS_ID',
    valid: ['05774032-01234-12a', '05774032-00001-1', '05711000-99999-9999z'],
    invalid: [
      '05774032-1234-12a',
      '05774032-01234-',
      '05774032-01234-012',
      '05774032-01234-12A',
      '05774032-01234-12ab',
      '99774032-01234-12',
      '05774032-01234-0',
    ],
  },
};

describe.each(Object.entries(CASES))('%s', (_name, { is, parse, require, format, valid, invalid }) => {
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

test('a municipality key contains its district; a regional key contains its municipality key', () => {
  const ars = ids.requireArs('057740032032', 'ars');
  expect(ids.agsOf(ars)).toBe('05774032');
  expect(ids.districtOf(ids.agsOf(ars))).toBe('05774');
});

test('a stop id says what it is made of', () => {
  const gtfs = `gtfs:${'0'.repeat(32)}`;
  expect(['de:05774:8016', 'eva:8000297', gtfs, 'synthetic:1', 'x'].map(ids.stopIdKind)).toEqual([
    'DHID',
    'EVA',
    'GTFS',
    'SYNTHETIC',
    null,
  ]);
});

test('an opaque id of one kind is not one of another', () => {
  const id = 'resident-abcdefghijklmnopqrst23';
  expect([ids.isOpaqueId(id, 'resident'), ids.isOpaqueId(id, 'household')]).toEqual([true, false]);
  expect(refusalOf(() => ids.requireOpaqueId(id, 'id', 'household'))).toMatchObject({ format: 'OPAQUE_ID' });
});

test('an address id names municipality, street and house', () => {
  const id = ids.requireAddressId('05774032-01234-12a', 'id');
  expect(ids.addressIdParts(id)).toEqual({ ags: '05774032', streetKey: '01234', houseNumber: '12a' });
});
