import type { SeededRandom } from '@modellregion/subgraph-kit';
import type { ApplicationState } from '../generated/graphql.js';
import type { AppliedFor } from './applications.js';

/** Whether an application for this service can ever be in a state. */
export function canReach({ entry, feeCents }: AppliedFor, state: ApplicationState): boolean {
  if (state === 'AWAITING_PAYMENT') return feeCents !== null;
  if (state === 'AWAITING_APPOINTMENT') return entry.channel === 'ONLINE_WITH_APPOINTMENT';
  if (state === 'IN_PRODUCTION' || state === 'READY_FOR_PICKUP' || state === 'SHIPPED')
    return entry.production;
  return true;
}

/** The states an application passed until it came to where it stands, in order (application-life-cycle.ts). */
export function pathTo(
  state: ApplicationState,
  offer: AppliedFor,
  random: SeededRandom,
): readonly ApplicationState[] {
  const { entry } = offer;
  const begin: ApplicationState[] = ['DRAFT', 'SUBMITTED', 'RECEIVED'];
  const waits = (['AWAITING_PAYMENT', 'AWAITING_APPOINTMENT'] as const).filter((wait) =>
    canReach(offer, wait),
  );
  const review: ApplicationState[] = random.chance(0.2)
    ? ['IN_REVIEW', 'INFO_REQUESTED', 'IN_REVIEW']
    : ['IN_REVIEW'];
  const delivery =
    state === 'SHIPPED' || (state !== 'READY_FOR_PICKUP' && random.chance(0.3))
      ? 'SHIPPED'
      : 'READY_FOR_PICKUP';
  const production: ApplicationState[] = entry.production ? ['IN_PRODUCTION', delivery] : [];
  const whole = [...begin, ...waits, ...review, 'DECIDED', ...production, 'COMPLETED'] as const;
  if (state === 'WITHDRAWN') return [...whole.slice(0, random.int(1, begin.length)), state];
  if (state === 'EXPIRED') return waits.length === 0 ? ['DRAFT', state] : [...begin, ...waits, state];
  if (state === 'INFO_REQUESTED') return [...begin, ...waits, 'IN_REVIEW', state];
  if (state === 'REJECTED') return [...begin, ...waits, ...review, state];
  if (state === 'IN_REVIEW') return [...begin, ...waits, ...review];
  return whole.slice(0, whole.indexOf(state) + 1);
}
