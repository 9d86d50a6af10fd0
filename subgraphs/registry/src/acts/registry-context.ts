import type { PrivateSigningKey } from '@modellregion/schema/release';
import type { Clock } from '@modellregion/subgraph-kit';
import type { PortalQuery } from '@modellregion/schema';
import type { PublicationInput, PublicationReport } from '@modellregion/schema/checks';
import type { Logger } from 'pino';
import type { Db } from '../store/database.js';
import type { PublicationQueue } from './publication-queue.js';

/** What every act works with. */
export interface Registry {
  readonly db: Db;
  readonly region: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Keys that sign releases, the newest first. */
  readonly releaseKeys: readonly [PrivateSigningKey, ...PrivateSigningKey[]];
  readonly publications: PublicationQueue;
  /** Holds a publication against everything the region asks for. */
  readonly check: (input: PublicationInput) => Promise<PublicationReport>;
  /** Days of usage that a change must not break. */
  readonly usageDays: number;
  readonly portalQueries: readonly PortalQuery[];
  /** Whether running subgraphs are asked for what they serve before they are published. */
  readonly askRunning: boolean;
  /** Hosts at which subgraphs may be published in production; null: any public one. */
  readonly allowedHosts: readonly string[] | null;
  readonly profile: 'developer' | 'production';
  /** Called after a release was committed. */
  readonly released: (sequence: number) => void;
}
