import type { ImportFormat } from '@modellregion/subgraph-kit';
import { boundaries } from './boundaries.js';
import { districts } from './districts.js';
import { postalCodes } from './postal-codes.js';
import { rentLevels } from './rent-levels.js';

/** What residents imports, in this order: a municipality belongs to a district, all else to a municipality. */
export const formats: readonly ImportFormat[] = [districts, boundaries, rentLevels, postalCodes];
