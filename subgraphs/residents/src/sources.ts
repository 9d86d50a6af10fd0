/** Ids of the data sets that the seed writes from, or an import. They stay the same from one import to the next. */
export const SOURCE = {
  keys: 'municipality-keys',
  districts: 'district-figures-2018',
  postalCodes: 'postal-codes',
  population: 'synthetic-population',
  services: 'synthetic-services',
  people: 'synthetic-people',
} as const;
