/**
 * What kinds of data a subgraph may hold, each with its meaning. An operator states them in the registry file, so
 * that an auditor sees without reading code which house has which data.
 */
export const DATA_CLASSES = {
  /** Administrative facts anyone may read: offices, opening hours, services. */
  PUBLIC: 'administrative facts anyone may read',
  /** Taken over from a publisher under an open licence; a `DataSource` names it. */
  OPEN_DATA: 'published under an open licence',
  /** About an identified or identifiable person (Art. 4(1) GDPR): names, birth dates, addresses of residence. */
  PERSONAL: 'about an identifiable person',
  /** Administrative procedures of a person or business: applications, their state, fees, files. */
  PROCEEDING: 'administrative procedures and their files',
  /** Identity documents and their serial numbers (PAuswG, PassG). */
  IDENTITY_DOCUMENT: 'identity documents',
  /** Tax identification numbers (§ 139b AO, IDNrG): every transmission is logged for two years. */
  TAX_IDENTIFIER: 'tax identification numbers',
  /** Registered vehicles and their holders (§ 33 StVG). */
  VEHICLE: 'registered vehicles and their holders',
  /** Trade notices and trade licences (§ 14 GewO). */
  TRADE: 'trade notices and licences',
  /** Metered consumption and generation of a household or business (MsbG). */
  CONSUMPTION: 'metered consumption and generation',
  /** Networks and plants whose exact position is nobody's business (§ 15(1) MaStRV). */
  INFRASTRUCTURE: 'networks and plants',
} as const;

/** A class of data out of the closed set of {@link DATA_CLASSES}. */
export type DataClass = keyof typeof DATA_CLASSES;

/** All data classes, in the order of {@link DATA_CLASSES}. */
export const DATA_CLASS_NAMES = Object.keys(DATA_CLASSES) as readonly DataClass[];
