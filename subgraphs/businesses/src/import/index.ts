import type { ImportFormat } from '@modellregion/subgraph-kit';
import { wzCodes } from './wz-codes.js';

/** What businesses imports. */
export const formats: readonly ImportFormat[] = [wzCodes];
