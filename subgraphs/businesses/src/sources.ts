/** Ids of the data sets that the seed writes from, or an import. They stay the same from one import to the next. */
export const SOURCE = { businesses: 'synthetic-businesses', law: 'gewanzv', wz: 'wz-2008' } as const;
