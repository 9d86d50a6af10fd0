import { resolveSource } from '@modellregion/subgraph-kit';
import type { InstalledPowerResolvers } from '../generated/graphql.js';

export const InstalledPower: InstalledPowerResolvers = { source: resolveSource };
