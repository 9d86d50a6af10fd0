/** What an office may do by default. */
export interface Role {
  readonly scopes: readonly string[];
  /** Purposes its staff may state. */
  readonly purposes: readonly string[];
}

/**
 * The roles that `modellregion token --official ROLE` knows: one for each kind of desk in the region. In
 * production the issuer of the staff's tokens decides; this table is for developers and tests.
 */
export const ROLES: Readonly<Record<string, Role>> = {
  'registry-clerk': {
    scopes: [
      'residents:read',
      'residents:pii',
      'residents:iddoc',
      'residents:household',
      'applications:read',
      'casefile:read',
    ],
    purposes: ['APPLICATION_PROCESSING', 'BEHOERDENAUSKUNFT'],
  },
  'register-information': {
    scopes: ['residents:lookup'],
    purposes: ['MELDEREGISTERAUSKUNFT', 'BEHOERDENAUSKUNFT'],
  },
  'case-officer': { scopes: ['applications:read', 'casefile:read'], purposes: ['APPLICATION_PROCESSING'] },
  'vehicle-officer': { scopes: ['vehicles:read'], purposes: ['VEHICLE_REGISTRATION'] },
  'trade-officer': {
    scopes: ['trade:read', 'applications:read', 'casefile:read', 'residents:pii'],
    purposes: ['TRADE_SUPERVISION'],
  },
  'energy-officer': {
    scopes: ['energy:read', 'energy:units', 'energy:readings'],
    purposes: ['ENERGY_BILLING'],
  },
  'tax-id-matching': { scopes: ['residents:taxid'], purposes: ['IDNR_MATCHING'] },
};
