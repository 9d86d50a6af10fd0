import type { AppliedFor } from './applications.js';

/*
 * Services that residents apply for and that are not in the catalogue yet: their LeiKa keys were not verified, and none
 * is made up. Offices, texts and appointments come with the entry.
 */

/** Registration of a vehicle (FZV § 6); the fee is one that is commonly charged. */
export const VEHICLE_REGISTRATION: AppliedFor = {
  entry: {
    leikaKey: null,
    title: { de: 'Fahrzeug zulassen', en: 'Register a vehicle' },
    channel: 'FULLY_ONLINE',
    youthFee: null,
    processingDays: 3,
    production: false,
  },
  feeCents: 3060,
};

/** Connection of a solar system to the grid (EEG § 8, which sets the term of a month). */
export const SOLAR_CONNECTION: AppliedFor = {
  entry: {
    leikaKey: null,
    title: { de: 'Solaranlage ans Netz anschließen', en: 'Connect a solar system to the grid' },
    channel: 'FULLY_ONLINE',
    youthFee: null,
    processingDays: 30,
    production: false,
  },
  feeCents: null,
};
