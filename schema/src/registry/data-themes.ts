/**
 * Themes by which data portals sort data sets: the codes of the EU vocabulary
 * `http://publications.europa.eu/resource/authority/data-theme`, which DCAT-AP.de takes over.
 */
export const DATA_THEMES = [
  'AGRI',
  'ECON',
  'EDUC',
  'ENER',
  'ENVI',
  'GOVE',
  'HEAL',
  'INTR',
  'JUST',
  'OP_DATPRO',
  'REGI',
  'SOCI',
  'TECH',
  'TRAN',
] as const;

/** A theme out of {@link DATA_THEMES}. */
export type DataTheme = (typeof DATA_THEMES)[number];
