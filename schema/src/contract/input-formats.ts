/**
 * Every form an argument can be asked to have, with the one sentence a caller reads when theirs has not.
 * A closed list: the gateway prints these sentences and never a subgraph's own words.
 */
export const INPUT_FORMATS = {
  AGS: 'must be an official municipality key (AGS): 8 digits beginning with the state 01 to 16, for example 05774032',
  ARS: 'must be a regional key (ARS): 12 digits beginning with the state 01 to 16, for example 057110000000',
  DISTRICT_KEY: 'must be a district key: 5 digits beginning with the state 01 to 16, for example 05774',
  DHID: 'must be a stop place id (DHID), for example de:05774:8016',
  STOP_ID: 'must be a stop id as this interface returned it, for example de:05774:8016',
  LEIKA_KEY: 'must be a LeiKa key: 14 digits beginning with 99, for example 99008001012000',
  LEIKA_PREFIX: 'must be the beginning of a LeiKa key: 2 to 14 digits beginning with 99, for example 99008',
  TAX_ID: 'must be a tax identification number (IdNr): 11 digits with a valid check digit',
  ID_CARD_SERIAL: 'must be the 9-character serial number of an identity card',
  EVSE_ID: 'must be an EVSE id, for example DE*CHC*E12345*123',
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
  POWER: 'must be a power in kilowatts of 0 or more',
  YEAR: 'must be a year from 1900 to 2100',
  SEARCH_TEXT: 'must be a text of 2 to 100 characters',
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
