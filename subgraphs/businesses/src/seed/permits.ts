import {
  addDays,
  syntheticId,
  syntheticRoadOccupations,
  type SeededRandom,
  type SeedRow,
} from '@modellregion/subgraph-kit';
import type { PermitKind, PermitState } from '../generated/graphql.js';
import type { SeedBusiness } from './businesses.js';
import { SOURCE } from '../sources.js';
import type { World } from './world.js';

/** Numbers above are those of permits that other subgraphs do not name. */
const FIRST_NUMBER = 100_000;

/** Which permits a trade needs, and how many of a hundred businesses of it have one. */
const NEEDED: Readonly<Record<string, readonly (readonly [PermitKind, number])[]>> = {
  restaurant: [
    ['RESTAURANT', 100],
    ['OUTDOOR_SEATING', 40],
  ],
  cafe: [['OUTDOOR_SEATING', 80]],
  bakery: [['MARKET_STALL', 40]],
  broker: [['BROKER', 100]],
  security: [['SECURITY_GUARDING', 100]],
  builder: [['BUILDING', 40]],
};

/** Permitted for a season or a building; licences of a trade (GastG § 2, GewO §§ 34a, 34c) have no last day. */
const SEASONAL: readonly PermitKind[] = ['OUTDOOR_SEATING', 'MARKET_STALL', 'BUILDING'];

function stateOf(kind: PermitKind, random: SeededRandom): PermitState {
  return random.weighted<PermitState>([
    ['GRANTED', 80],
    ['APPLIED', 6],
    ['REFUSED', 4],
    ['REVOKED', 2],
    [SEASONAL.includes(kind) ? 'EXPIRED' : 'GRANTED', 8],
  ]);
}

/** A business that can hold a permit, and the key of its trade. */
export interface Holder {
  readonly id: string;
  readonly trade: string;
}

/** Permits that traffic feels, numbered as the disruptions; their holders are businesses that build or celebrate. */
export function roadPermitRows(world: World, active: readonly Holder[]): readonly SeedRow[] {
  const random = world.region.random('businesses/road-permits');
  const at = (days: number): string => addDays(world.today, days);
  return syntheticRoadOccupations(world.region).flatMap(({ permitId, kind, address, begins, ends }) =>
    permitId === null
      ? []
      : {
          id: permitId,
          kind: 'SPECIAL_ROAD_USE',
          holder_id: holderOf(active, kind === 'EVENT' ? ['events'] : ['roads', 'builder'], random).id,
          address_id: address.id,
          valid_from: at(begins),
          // Who does not know the end is permitted half a year.
          valid_until: at(ends ?? begins + 183),
          state: ends !== null && ends < 0 ? 'EXPIRED' : 'GRANTED',
          source_id: SOURCE.businesses,
        },
  );
}

function holderOf(active: readonly Holder[], trades: readonly string[], random: SeededRandom): Holder {
  const fitting = active.filter(({ trade }) => trades.includes(trade));
  return random.pick(fitting.length === 0 ? active : fitting);
}

/** Draws the permits of a business by its trade; keep one of these for all of them, as it numbers the permits. */
export function permitMaker(
  today: string,
  random: SeededRandom,
): (business: SeedBusiness) => readonly SeedRow[] {
  let n = FIRST_NUMBER;
  return ({ id, trade, premises, foundedOn }) =>
    (NEEDED[trade.key] ?? []).flatMap(([kind, share]) => {
      if (!random.chance(share / 100)) return [];
      n += 1;
      const state = stateOf(kind, random);
      const from = addDays(foundedOn ?? today, state === 'APPLIED' ? 30 : 0);
      return {
        id: syntheticId('permit', n),
        kind,
        holder_id: id,
        address_id:
          kind === 'BROKER' || kind === 'SECURITY_GUARDING' ? null : (premises[0]?.addressId ?? null),
        valid_from: from,
        valid_until: lastDay(kind, state, { today, from, random }),
        state,
        source_id: SOURCE.businesses,
      };
    });
}

/** Gone by for what has expired, to come for what holds for a season; none else. */
function lastDay(
  kind: PermitKind,
  state: PermitState,
  { today, from, random }: { today: string; from: string; random: SeededRandom },
): string | null {
  if (state !== 'EXPIRED' && !(state === 'GRANTED' && SEASONAL.includes(kind))) return null;
  const day = addDays(today, state === 'EXPIRED' ? -random.int(1, 300) : random.int(30, 300));
  return day < from ? from : day;
}
