import type { ImportFormat } from '@modellregion/subgraph-kit';
import { boundaries } from './boundaries.js';
import { stops } from './stops.js';

/** What mobility imports, in this order: areas first, since records without a municipality are placed by them. */
export const formats: readonly ImportFormat[] = [boundaries, stops];
