import type { ImportFormat } from '@modellregion/subgraph-kit';
import { boundaries } from './boundaries.js';
import { charging } from './charging.js';
import { gbfsFeed } from './gbfs-feed.js';
import { gtfs } from './gtfs/index.js';
import { parking } from './parking.js';
import { sharedSystems } from './shared-systems.js';
import { stations } from './stations.js';
import { stops } from './stops.js';

/**
 * What mobility imports, in this order: areas first, since records without a municipality are placed by them, and stops
 * before timetables, which refer to them.
 */
export const formats: readonly ImportFormat[] = [
  boundaries,
  stops,
  stations,
  parking,
  charging,
  sharedSystems,
  gbfsFeed,
  gtfs,
];
