import type { SeededRandom } from './random.js';

/*
 * How a household is put together. The tables are set so that the whole comes near to published German
 * figures, which test/kit/synthetic-people.test.ts holds it to:
 * - household sizes 42 / 34 / 12 / 9 / 3 % for 1 / 2 / 3 / 4 / 5 and more persons, 1.99 persons on average
 *   (Destatis, Mikrozensus 2018, press release of 16 July 2019),
 * - ages: under 20 18.4 %, 67 and over 19.2 %, 85 and over 2.7 % on 31.12.2018
 *   (Destatis by way of bpb, "Die soziale Situation in Deutschland", Bevölkerungsentwicklung und Altersstruktur).
 */
const SIZES = [
  [1, 41.9],
  [2, 33.8],
  [3, 11.9],
  [4, 9.1],
  [5, 2.6],
  [6, 0.8],
] as const;

type AgeBand = readonly [from: number, to: number];
type AgeTable = readonly (readonly [AgeBand, number])[];

const SINGLE: AgeTable = [
  [[18, 29], 17],
  [[30, 39], 12],
  [[40, 59], 28],
  [[60, 79], 31],
  [[80, 94], 12],
];
const COUPLE: AgeTable = [
  [[20, 29], 7],
  [[30, 39], 10],
  [[40, 59], 27],
  [[60, 79], 47],
  [[80, 88], 9],
];
const CHILD: AgeTable = [
  [[0, 5], 25],
  [[6, 17], 46],
  [[18, 28], 29],
];
/** Share of two- and three-person households that are one parent with children. */
const LONE_PARENT_OF_TWO = 0.14;
const LONE_PARENT_OF_THREE = 0.2;

/** Role in the household; surnames and applications follow from it, never the other way round. */
export type HouseholdRole = 'HEAD' | 'PARTNER' | 'CHILD';

/** Somebody of a household before they get a number, a birthday and a name. */
export interface HouseholdMember {
  readonly role: HouseholdRole;
  /** Completed years on the reference date. */
  readonly age: number;
}

/** Draws a household of at most `limit` persons; the adults come first. */
export function drawHousehold(random: SeededRandom, limit: number): readonly HouseholdMember[] {
  const size = Math.min(random.weighted(SIZES), limit);
  if (size === 1) return [{ role: 'HEAD', age: drawAge(random, SINGLE) }];
  const lone =
    size === 2 ? random.chance(LONE_PARENT_OF_TWO) : size === 3 && random.chance(LONE_PARENT_OF_THREE);
  const children = lone ? size - 1 : size - 2;
  return children === 0 ? drawCouple(random) : drawFamily(random, children, !lone);
}

function drawCouple(random: SeededRandom): readonly HouseholdMember[] {
  const age = drawAge(random, COUPLE);
  return [
    { role: 'HEAD', age },
    { role: 'PARTNER', age: near(random, age, 6) },
  ];
}

function drawFamily(random: SeededRandom, children: number, partner: boolean): readonly HouseholdMember[] {
  const eldest = Math.max(drawAge(random, CHILD), (children - 1) * 2);
  const ages = Array.from({ length: children }, (_, i) => Math.max(0, eldest - i * random.int(1, 4)));
  const parent = eldest + random.int(23, 37);
  return [
    { role: 'HEAD', age: parent },
    ...(partner ? [{ role: 'PARTNER', age: near(random, parent, 5) } as const] : []),
    ...ages.map((age) => ({ role: 'CHILD', age }) as const),
  ];
}

function drawAge(random: SeededRandom, table: AgeTable): number {
  const [from, to] = random.weighted(table);
  return random.int(from, to);
}

function near(random: SeededRandom, age: number, spread: number): number {
  return Math.max(19, age + random.int(-spread, spread));
}
