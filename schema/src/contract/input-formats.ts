/**
 * Every form an argument can be asked to have, with the one sentence a caller reads when theirs has not.
 * A closed list: the gateway prints these sentences and never a subgraph's own words.
 */
export const INPUT_FORMATS = {
  AGS: 'must be an official municipality key (AGS): 8 digits beginning with the state 01 to 16, for example 05774032',
  ARS: 'must be a regional key (ARS): 12 digits beginning with the state 01 to 16, for example 057110000000',
  DISTRICT_KEY: 'must be a district key: 5 digits beginning with the state 01 to 16, for example 05774',
  POSTAL_CODE: 'must be a postal code: 5 digits, for example 33098',
  DHID: 'must be a stop place id (DHID), for example de:05774:8016',
  STOP_ID: 'must be a stop id as this interface returned it, for example de:05774:8016',
  LEIKA_KEY: 'must be a LeiKa key: 14 digits beginning with 99, for example 99008001012000',
  LEIKA_PREFIX: 'must be the beginning of a LeiKa key: 2 to 14 digits beginning with 99, for example 99008',
  TAX_ID: 'must be a tax identification number (IdNr): 11 digits with a valid check digit',
  ID_CARD_SERIAL: 'must be the 9-character serial number of an identity card',
  VAT_ID:
    'must be a VAT identification number (USt-IdNr): DE and 9 digits with a valid check digit, for example DE136695976',
  WZ_CODE:
    'must be a code of the classification of economic activities WZ 2008, for example I, 56, 56.1, 56.10 or 56.10.1',
  WZ_LEVEL: 'must be a level of the classification WZ 2008, from 1 (section) to 5 (subclass)',
  REGISTER_NUMBER: 'must be a register court, register and number, for example Aachen HRA 11223',
  EVSE_ID: 'must be an EVSE id, for example DE*CHC*E12345*123',
  MALO_ID:
    'must be the id of a market location (MaLo-ID): 11 digits with a valid check digit, for example 41373559241',
  MELO_ID:
    'must be the id of a metering location (MeLo-ID): 33 characters, DE, 11 digits and 20 digits or capitals',
  MASTR_NUMBER:
    'must be a number of the Marktstammdatenregister: 3 capitals and 12 digits, for example SEE984033548619',
  ADDRESS_ID: 'must be an address id as this interface returned it, for example 05774032-01234-12a',
  OPAQUE_ID: 'must be an id as this interface returned it',
  CURSOR: 'must be a cursor as this interface returned it in pageInfo or edges',
  PAGE_SIZE: 'must be a whole number from 1 to 100',
  ID_LIST: 'must hold at most 100 ids',
  LATITUDE: 'must be a latitude in degrees from -90 to 90',
  LONGITUDE: 'must be a longitude in degrees from -180 to 180',
  RADIUS: 'must be a radius in metres from 1 to 20000',
  BOUNDING_BOX: 'must have west < east and south < north, in degrees',
  TIME_RANGE: 'must be a time range with from before to',
  TIME_RANGE_31_DAYS: 'must be a time range of at most 31 days with from before to',
  TIME_RANGE_366_DAYS: 'must be a time range of at most 366 days with from before to',
  QUARTER_HOUR: 'must be a quarter-hour of the clock, for example 2026-03-29T08:15:00+02:00',
  SERIES_LENGTH:
    'must leave a series of at most 3000 points: shorten the range or ask for a coarser resolution',
  POWER: 'must be a power in kilowatts of 0 or more',
  YEAR: 'must be a year from 1900 to 2100',
  SEARCH_TEXT: 'must be a text of 2 to 100 characters',
  SEARCH_CONDITION: 'must be given where neither ags nor wzCode is: the register is not listed as a whole',
  PERSON_NAME: 'must be a name of 1 to 100 characters',
  DECLARED_PURPOSE: 'must say in 3 to 200 characters what the information is for (BMG § 44)',
  NO_ADVERTISING: 'must be true: the information may not be used for advertising (BMG § 44)',
  DATE: 'must be a date, for example 2026-03-29',
  DATE_TIME: 'must be a point in time with offset, for example 2026-03-29T08:00:00+02:00',
  LOCAL_TIME: 'must be a time of day, for example 08:30',
} as const;

export type InputFormat = keyof typeof INPUT_FORMATS;

export function isInputFormat(value: unknown): value is InputFormat {
  return typeof value === 'string' && Object.hasOwn(INPUT_FORMATS, value);
}
