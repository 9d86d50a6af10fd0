import type { CallerClaims } from '@modellregion/schema';
import type { Logger } from 'pino';
import type { Clock } from './clock.js';

/** What is known about a request before any resolver runs. */
export interface RequestFacts {
  /** From the verified call of the gateway. */
  readonly caller: CallerClaims;
  /** Names the portal's request in every log. */
  readonly requestId: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The context of every resolver; made fresh for each request, so that loaders never outlive one. */
export interface SubgraphContext<Services> extends RequestFacts {
  /** Loaders and repositories of the subgraph, from `services` in `defineSubgraph`. */
  readonly services: Services;
}
