import {
  addDays,
  instantOf,
  isoWeekday,
  syntheticId,
  type SeededRandom,
  type SyntheticTradeRegistration,
} from '@modellregion/subgraph-kit';
import type { TradeNoticeForm, TradeNoticeState } from '../generated/graphql.js';
import { RECEIPT_DAYS } from '../notice-life-cycle.js';
import type { SeedBusiness } from './businesses.js';

/** A notice of the seed with all states it passed, in order of time. */
export interface SeedNotice {
  readonly id: string;
  readonly business: SeedBusiness;
  readonly ags: string;
  readonly form: TradeNoticeForm;
  readonly effectiveOn: string;
  readonly steps: readonly Step[];
  readonly suspicion: boolean;
  readonly applicationId: string | null;
}

/** A state, and when it was reached. */
export interface Step {
  readonly state: TradeNoticeState;
  readonly at: Date;
}

/** Notices before were on paper. */
const ELECTRONIC_SINCE = '2018-07-01';

/** Where the notice of an application stands (ApplicationState of residents). */
const STATE_OF: Readonly<Record<SyntheticTradeRegistration['state'], TradeNoticeState>> = {
  SUBMITTED: 'FILED',
  IN_REVIEW: 'CHECKED',
  INFO_REQUESTED: 'INFO_REQUESTED',
  DECIDED: 'RECEIPT_ISSUED',
  COMPLETED: 'FORWARDED',
  REJECTED: 'REJECTED',
};

/** Draws the notices of a business; keep one of these for all of them, as it numbers the notices. */
export function noticeMaker(
  today: string,
  random: SeededRandom,
): (business: SeedBusiness) => readonly SeedNotice[] {
  let n = 0;
  const notice = (
    business: SeedBusiness,
    facts: Pick<SeedNotice, 'form' | 'effectiveOn' | 'steps' | 'applicationId'>,
  ): SeedNotice => {
    n += 1;
    const suspicion = facts.form === 'GEWA1' && random.chance(0.03);
    const ags = business.premises[0]?.ags ?? '';
    return { id: syntheticId('trade-notice', n), business, ags, suspicion, ...facts };
  };
  /** A fortnight after others were told, nothing is left to do. */
  const closedIfOld = (state: TradeNoticeState, settledOn: string): TradeNoticeState =>
    state === 'FORWARDED' && addDays(settledOn, 14) < today ? 'CLOSED' : state;
  const done = (business: SeedBusiness, form: TradeNoticeForm, effectiveOn: string): SeedNotice => {
    const latest = addDays(today, -RECEIPT_DAYS - 1);
    const drawn = addDays(effectiveOn, random.int(-5, 10));
    const filedOn = drawn < latest ? drawn : latest;
    const settledOn = random.pick(workdaysFrom(filedOn));
    const state = closedIfOld('FORWARDED', settledOn);
    return notice(business, {
      form,
      effectiveOn,
      steps: stepsTo(state, filedOn, settledOn, random),
      applicationId: null,
    });
  };
  return (business) => {
    const { registration, foundedOn, ceasedOn } = business;
    const notices: SeedNotice[] = [];
    if (registration !== null) {
      const { state, filedOn, settledOn, applicationId } = registration;
      const reached = closedIfOld(STATE_OF[state], settledOn ?? filedOn);
      const steps = stepsTo(reached, filedOn, settledOn ?? filedOn, random);
      const effectiveOn = foundedOn ?? addDays(filedOn, 7);
      return [notice(business, { form: 'GEWA1', effectiveOn, steps, applicationId })];
    }
    if (foundedOn !== null && foundedOn >= ELECTRONIC_SINCE) notices.push(done(business, 'GEWA1', foundedOn));
    if (random.chance(0.15)) notices.push(done(business, 'GEWA2', addDays(today, -random.int(20, 900))));
    if (ceasedOn !== null) notices.push(done(business, 'GEWA3', ceasedOn));
    return notices;
  };
}

/** Working days (Monday to Friday) of the term that begins with the notice; never none. */
function workdaysFrom(filedOn: string): readonly string[] {
  const term = Array.from({ length: RECEIPT_DAYS + 1 }, (_, days) => addDays(filedOn, days));
  return term.filter((day) => isoWeekday(day) <= 5);
}

/**
 * The way to a state (notice-life-cycle.ts). It comes in before the office opens; everything until the receipt is done
 * on one working day, the others are told an hour later, and it is closed when they have answered.
 */
function stepsTo(
  state: TradeNoticeState,
  filedOn: string,
  settledOn: string,
  random: SeededRandom,
): readonly Step[] {
  const asked = state === 'INFO_REQUESTED' || random.chance(0.15);
  const whole: readonly (readonly [TradeNoticeState, string, number])[] = [
    ['FILED', filedOn, random.int(6 * 60, 7 * 60 + 59)],
    ['CHECKED', settledOn, random.int(8 * 60, 9 * 60)],
    ...(asked
      ? ([
          ['INFO_REQUESTED', settledOn, random.int(9 * 60 + 1, 10 * 60)],
          ['CHECKED', settledOn, random.int(12 * 60, 13 * 60)],
        ] as const)
      : []),
    ['RECEIPT_ISSUED', settledOn, random.int(13 * 60 + 1, 14 * 60)],
    ['FORWARDED', settledOn, random.int(15 * 60, 16 * 60)],
    ['CLOSED', addDays(settledOn, 7), 9 * 60],
  ];
  const end = state === 'REJECTED' ? 'RECEIPT_ISSUED' : state;
  const last = state === 'CHECKED' ? 1 : whole.findIndex(([it]) => it === end);
  const steps = whole
    .slice(0, last + 1)
    .map(([it, day, minute]) => ({ state: it, at: instantOf(day, minute) }));
  return state === 'REJECTED' ? steps.map((it, i) => (i === last ? { ...it, state } : it)) : steps;
}
