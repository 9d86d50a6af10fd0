import {
  addDays,
  syntheticBusinessCount,
  syntheticId,
  vatIdCheckDigit,
  type SeededRandom,
  type SyntheticPerson,
  type SyntheticTradeRegistration,
} from '@modellregion/subgraph-kit';
import type { BusinessStatus, EmployeeBand, LegalForm, PremisesKind } from '../generated/graphql.js';
import { OPERATORS } from './operators.js';
import { employeesOf, FORMS, LEGAL_FORMS, nameOf, REGISTER_COURTS, TRADES, type Trade } from './trades.js';
import type { World } from './world.js';

/** A business of the seed with all that belongs to it. */
export interface SeedBusiness {
  readonly n: number;
  readonly id: string;
  readonly trade: Trade;
  readonly name: string;
  readonly legalForm: LegalForm;
  readonly registerNumber: string | null;
  readonly vatId: string | null;
  readonly status: BusinessStatus;
  readonly foundedOn: string | null;
  readonly ceasedOn: string | null;
  readonly employees: EmployeeBand | null;
  readonly proprietors: readonly SyntheticPerson[];
  /** The head office first. */
  readonly premises: readonly {
    readonly kind: PremisesKind;
    readonly ags: string;
    readonly addressId: string;
  }[];
  /** How it was registered online, if it was. */
  readonly registration: SyntheticTradeRegistration | null;
}

/** All businesses in order of their number: operators, those registered online, all others. */
export function* makeBusinesses(world: World): Generator<SeedBusiness> {
  const random = world.region.random('businesses/businesses');
  let n = 0;
  for (const { name, seat, trade } of OPERATORS) {
    n += 1;
    const facts = { trade, name, legalForm: 'GMBH', ags: world.agsOf(seat) } as const;
    yield finish(world, random, {
      ...facts,
      n,
      people: [random.pick(world.adults)],
      life: grown(world, random),
    });
  }
  for (const registration of world.registrations) {
    n += 1;
    const trade = random.pick(TRADES);
    const facts = {
      trade,
      name: nameOf(trade, 'SOLE_PROPRIETOR', random),
      ags: registration.ags,
      registration,
    };
    const life = lifeOf(registration);
    yield finish(world, random, {
      ...facts,
      n,
      legalForm: 'SOLE_PROPRIETOR',
      people: [registration.applicant],
      life,
    });
  }
  const count = syntheticBusinessCount(world.profile);
  for (let i = 0; n < count; i += 1) {
    n += 1;
    // One of each trade first, so that every kind is there in the smallest profile.
    const trade = TRADES[i] ?? random.weighted(TRADES.map((it) => [it, it.share] as const));
    const legalForm = random.weighted(LEGAL_FORMS);
    const people = peopleOf(world, legalForm, random);
    const ags = people[0]?.ags ?? '';
    const name = nameOf(trade, legalForm, random);
    yield finish(world, random, { n, trade, name, legalForm, ags, people, life: grown(world, random) });
  }
}

type Life = Pick<SeedBusiness, 'status' | 'foundedOn' | 'ceasedOn'>;

/** One in ten has ceased. */
function grown({ today }: World, random: SeededRandom): Life {
  const founded = addDays(today, -random.int(1_000, 14_000));
  if (!random.chance(0.1)) return { status: 'ACTIVE', foundedOn: founded, ceasedOn: null };
  return { status: 'CEASED', foundedOn: founded, ceasedOn: addDays(today, -random.int(10, 900)) };
}

/** It begins a week after the notice; what was rejected is no trade. */
function lifeOf({ state, filedOn, settledOn }: SyntheticTradeRegistration): Life {
  if (state === 'REJECTED') return { status: 'CEASED', foundedOn: null, ceasedOn: settledOn };
  if (state === 'COMPLETED') return { status: 'ACTIVE', foundedOn: filedOn, ceasedOn: null };
  return { status: 'REGISTERED', foundedOn: null, ceasedOn: null };
}

function peopleOf({ adults }: World, form: LegalForm, random: SeededRandom): readonly SyntheticPerson[] {
  const most = FORMS[form].people;
  // Partners are at least two.
  const count = form === 'OHG' || form === 'GBR' ? random.int(2, most) : random.int(1, most);
  return [...new Set(Array.from({ length: count }, () => random.pick(adults)))];
}

interface Facts {
  readonly n: number;
  readonly trade: Trade;
  readonly name: string;
  readonly legalForm: LegalForm;
  readonly ags: string;
  readonly people: readonly SyntheticPerson[];
  readonly life: Life;
  readonly registration?: SyntheticTradeRegistration;
}

function finish(world: World, random: SeededRandom, facts: Facts): SeedBusiness {
  const { n, legalForm, ags, people, life, registration = null } = facts;
  const { register } = FORMS[legalForm];
  const taxed = legalForm !== 'SOLE_PROPRIETOR' || random.chance(0.6);
  const digits = String(90_000_000 + n);
  return {
    n,
    id: syntheticId('business', n),
    trade: facts.trade,
    name: facts.name,
    legalForm,
    ...life,
    registration,
    registerNumber: register === null ? null : `${REGISTER_COURTS[ags.slice(0, 5)]} ${register} ${1_000 + n}`,
    // Made up with a valid check digit; that somebody has one of them cannot be excluded.
    vatId: taxed ? `DE${digits}${vatIdCheckDigit(digits)}` : null,
    employees: employeesOf(legalForm, random),
    proprietors: people,
    premises: premisesOf(world, random, { ags, people, branches: branchesOf(legalForm, random) }),
  };
}

function branchesOf(form: LegalForm, random: SeededRandom): number {
  if (form === 'SOLE_PROPRIETOR' || form === 'GBR') return random.chance(0.04) ? 1 : 0;
  return random.chance(0.2) ? random.int(1, 3) : 0;
}

/** Never where somebody who runs it lives: its address is open to everybody, theirs may be blocked (BMG § 51). */
function premisesOf(
  { region, adults }: World,
  random: SeededRandom,
  { ags, people, branches }: { ags: string; people: readonly SyntheticPerson[]; branches: number },
): SeedBusiness['premises'] {
  const taken = new Set(people.map(({ addressId }) => addressId));
  const towns = [
    ags,
    ...Array.from({ length: branches }, () => (random.chance(0.6) ? ags : random.pick(adults).ags)),
  ];
  return towns.map((town, i) => {
    const addresses = region.addresses(town);
    let { id: addressId } = random.pick(addresses);
    while (taken.has(addressId)) addressId = random.pick(addresses).id;
    taken.add(addressId);
    const kind: PremisesKind = i === 0 ? 'HEAD_OFFICE' : random.chance(0.5) ? 'BRANCH' : 'DEPENDENT_BRANCH';
    return { kind, ags: town, addressId };
  });
}
