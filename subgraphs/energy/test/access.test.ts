import { getDirectiveValues, isObjectType, type ExecutionResult, type GraphQLField } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CallerClaims } from '@modellregion/schema';
import { energy as subgraph } from '../src/index.js';
import { citizen, OFFICER, rowOf, startEnergy, type TestEnergy } from './support.js';

let energy: TestEnergy;
/** A resident with a solar system that came of an application. */
let owner: { resident: string; malo: string; melo: string; mastr: string; application: string };
let station: string;
let business: string;

beforeAll(async () => {
  energy = await startEnergy('small');
  owner = await rowOf(
    energy,
    `SELECT operator_resident_id AS resident, malo_id AS malo, melo_id AS melo, mastr_number AS mastr,
            application_id AS application
       FROM generation_unit JOIN metering_point ON malo_id = feed_in_malo_id
      WHERE application_id IS NOT NULL ORDER BY malo_id LIMIT 1`,
  );
  station = (
    await rowOf<{ id: string }>(
      energy,
      'SELECT charging_station_id AS id FROM market_location WHERE charging_station_id IS NOT NULL LIMIT 1',
    )
  ).id;
  business = (
    await rowOf<{ id: string }>(
      energy,
      'SELECT customer_business_id AS id FROM market_location WHERE customer_business_id IS NOT NULL LIMIT 1',
    )
  ).id;
});

afterAll(() => energy.stop());

/** A representation of each type that has guarded fields. */
const keyOf = (type: string): object | null =>
  ({
    MarketLocation: { maloId: owner.malo },
    MeteringPoint: { meloId: owner.melo },
    GenerationUnit: { mastrNumber: owner.mastr },
    Resident: { id: owner.resident },
    ServiceApplication: { id: owner.application },
    ChargingStation: { id: station },
    Business: { id: business },
  })[type] ?? null;

const GUARDS = ['signedIn', 'scopes', 'purpose', 'trust', 'personalData'];

interface Guarded {
  readonly type: string;
  readonly field: GraphQLField<unknown, unknown>;
  /** Guarded as a part of its type. */
  readonly byType: boolean;
}

/** Every field of the schema for which the contract states a rule, on itself or on its type. */
const GUARDED: readonly Guarded[] = Object.values(subgraph.schema.getTypeMap()).flatMap((type) => {
  if (!isObjectType(type) || type.name.startsWith('__')) return [];
  const has = (
    node:
      { readonly directives?: readonly { readonly name: { readonly value: string } }[] } | null | undefined,
  ) => (node?.directives ?? []).some(({ name }) => GUARDS.includes(name.value));
  return Object.values(type.getFields())
    .filter((field) => has(type.astNode) || has(field.astNode))
    .map((field) => ({ type: type.name, field, byType: has(type.astNode) }));
});

/** The selection of a field: its arguments, and of what is an object the keys only. */
function selectionOf({ field }: Guarded): string {
  const range = '(from: "2026-10-01T00:00:00+02:00", to: "2026-11-01T00:00:00+01:00", resolution: DAY)';
  const named = subgraph.schema.getType(String(field.type).replace(/[[\]!]/g, ''));
  const inner: Readonly<Record<string, string>> = {
    EnergySeries: '{ total }',
    MeterReading: '{ value }',
    DataSource: '{ title }',
    UnitOperator: '{ __typename }',
  };
  const fields =
    isObjectType(named) || named?.name === 'UnitOperator' ? (inner[named.name] ?? '{ __typename }') : '';
  return `it: ${field.name}${field.name === 'consumption' ? range : ''} ${fields}`;
}

const codeOf = ({ errors }: ExecutionResult): string =>
  (errors?.[0]?.extensions['code'] as string | undefined) ?? 'open';

/** The code of the refusal of one field, or `open`. */
async function door(guarded: Guarded, caller: Partial<CallerClaims>): Promise<string> {
  const { type } = guarded;
  if (type === 'Query') {
    const answer = await energy.ask(`{ marketLocation(maloId: "${owner.malo}") { maloId } }`, { caller });
    return codeOf(answer);
  }
  const answer = await energy.ask(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${selectionOf(guarded)} } } }`,
    { caller, variables: { of: [{ __typename: type, ...keyOf(type) }] } },
  );
  return codeOf(answer);
}

async function doors(caller: Partial<CallerClaims>): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const guarded of GUARDED) found[`${guarded.type}.${guarded.field.name}`] = await door(guarded, caller);
  return found;
}

const closed = (found: Readonly<Record<string, string>>, code: string): readonly string[] =>
  Object.keys(found).filter((field) => found[field] === code);

describe('every guarded field', () => {
  test('has a representation here', () => {
    expect(
      GUARDED.map(({ type }) => type).filter((type) => type !== 'Query' && keyOf(type) === null),
    ).toEqual([]);
    expect(GUARDED.length).toBeGreaterThan(25);
  });

  test('is closed to who is not signed in', async () => {
    const found = await doors({});
    expect(closed(found, 'UNAUTHENTICATED')).toEqual(Object.keys(found));
  });

  test('is closed to another citizen, and to an official with scopes of other offices or one called self', async () => {
    for (const caller of [
      { ...citizen('resident-somebody'), trust: 'HIGH' as const },
      { ...OFFICER, scopes: ['vehicles:read', 'residents:read', 'self'] },
    ]) {
      const found = await doors(caller);
      // Who signed in may ask for a market location by its id, and gets none.
      expect(Object.keys(found).filter((field) => found[field] !== 'FORBIDDEN')).toEqual([
        'Query.marketLocation',
      ]);
      expect(await energy.data(`{ marketLocation(maloId: "${owner.malo}") { maloId } }`, { caller })).toEqual(
        {
          marketLocation: null,
        },
      );
    }
  });

  test('is open to the energy office', async () => {
    const found = await doors(OFFICER);
    expect(closed(found, 'open')).toEqual(Object.keys(found));
  });

  test('is closed to the energy office without a purpose', async () => {
    const found = await doors({ ...OFFICER, purpose: null });
    expect(closed(found, 'PURPOSE_REQUIRED')).toEqual(Object.keys(found));
  });

  test('is open to the person it is about, where the contract says so', async () => {
    const found = await doors(citizen(owner.resident));
    expect(Object.keys(found).filter((field) => found[field] !== 'open')).toEqual([
      'Business.marketLocations',
      'ChargingStation.gridConnection',
    ]);
  });

  test('that needs a stronger sign-in says so: what was metered', async () => {
    const found = await doors({ ...citizen(owner.resident), trust: 'NORMAL' });
    expect(closed(found, 'TRUST_TOO_LOW')).toEqual([
      'MarketLocation.consumption',
      'MeteringPoint.lastReading',
    ]);
  });
});

test('what was metered needs a scope of its own besides that for contracts', async () => {
  const found = await doors({ ...OFFICER, scopes: ['energy:read'] });
  expect(closed(found, 'FORBIDDEN').filter((field) => field.startsWith('M'))).toEqual([
    'MarketLocation.consumption',
    'MeteringPoint.lastReading',
  ]);
});

test('of an application the clerk sees the unit, and neither its address nor whose it is', async () => {
  const clerk = { ...OFFICER, scopes: ['applications:read'], purpose: 'APPLICATION_PROCESSING' };
  const answer = await energy.ask(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ServiceApplication {
       generationUnit { mastrNumber application { id } address { id } operator { __typename } } } } }`,
    { caller: clerk, variables: { of: [{ __typename: 'ServiceApplication', id: owner.application }] } },
  );
  expect(answer.data?.['_entities']).toEqual([
    {
      generationUnit: {
        mastrNumber: owner.mastr,
        application: { id: owner.application },
        address: null,
        operator: null,
      },
    },
  ]);
  expect(answer.errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN', 'FORBIDDEN']);
});

test('a market location that exists and one that does not are the same to who may not know', async () => {
  const ask = (maloId: string, caller: Partial<CallerClaims>): Promise<unknown> =>
    energy.ask(`{ marketLocation(maloId: "${maloId}") { maloId medium } }`, { caller });
  for (const caller of [citizen('resident-somebody'), { ...OFFICER, scopes: [] }]) {
    expect(await ask(owner.malo, caller)).toEqual(await ask('41373559241', caller));
  }
  expect(await ask(owner.malo, citizen(owner.resident))).toEqual({
    data: { marketLocation: { maloId: owner.malo, medium: 'ELECTRICITY' } },
  });
});

test('every directive that guards is one the kit knows', () => {
  const purposes = subgraph.schema.getDirective('purpose');
  expect(purposes).toBeDefined();
  for (const { type, field } of GUARDED) {
    if (field.astNode == null || purposes == null) continue;
    const stated = getDirectiveValues(purposes, field.astNode) as { anyOf: string[] } | undefined;
    expect({ type, purposes: stated?.anyOf.filter((it) => !/^[A-Z_]+$/.test(it)) ?? [] }).toEqual({
      type,
      purposes: [],
    });
  }
});
