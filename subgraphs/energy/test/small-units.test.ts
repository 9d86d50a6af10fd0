import { isLeafType, isObjectType, type GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { energy as subgraph } from '../src/index.js';
import { maySeeSmallUnits } from '../src/visibility.js';
import { citizen, OFFICER, rowOf, startEnergy, type TestEnergy } from './support.js';

// § 15(1) MaStRV: of units up to 30 kW the public sees no street, no coordinates and no natural person. These tests go
// every way from every door to a small unit, and look for what must not be there in the whole answer, errors included.

/** A small unit and all that hangs on it. */
interface SmallUnit {
  readonly mastrNumber: string;
  readonly resident: string | null;
  readonly business: string | null;
  readonly building: string | null;
  readonly address: string | null;
  readonly application: string | null;
  readonly malo: string | null;
  readonly ags: string;
}

const SMALL = `
  SELECT mastr_number AS "mastrNumber", operator_resident_id AS resident, operator_business_id AS business,
         building_id AS building, address_id AS address, application_id AS application, feed_in_malo_id AS malo, ags
    FROM generation_unit WHERE small`;

let energy: TestEnergy;
let ofResident: SmallUnit;
let ofBusiness: SmallUnit;
let onBuilding: SmallUnit;

beforeAll(async () => {
  energy = await startEnergy('small');
  ofResident = await rowOf(
    energy,
    `${SMALL} AND application_id IS NOT NULL AND feed_in_malo_id IS NOT NULL ORDER BY mastr_number LIMIT 1`,
  );
  ofBusiness = await rowOf(
    energy,
    `${SMALL} AND operator_business_id IS NOT NULL ORDER BY mastr_number LIMIT 1`,
  );
  onBuilding = await rowOf(energy, `${SMALL} AND building_id IS NOT NULL ORDER BY mastr_number LIMIT 1`);
});

afterAll(() => energy.stop());

/** Who is not the operator and has no office in it. */
const PUBLIC = {
  anonymous: {},
  'another citizen': { ...citizen('resident-somebody'), trust: 'HIGH' },
  'an official of another office': {
    ...OFFICER,
    scopes: ['residents:read', 'vehicles:read', 'trade:read'],
    purpose: 'TRADE_SUPERVISION',
  },
  'an energy officer without a purpose': { ...OFFICER, purpose: null },
} as const;

/** The keys of one unit as the representations of every entity from which a way could lead to it. */
function doors({
  mastrNumber,
  resident,
  business,
  building,
  address,
  application,
  malo,
  ags,
}: SmallUnit): object[] {
  const keyed = (type: string, id: string | null): object[] =>
    id === null ? [] : [{ __typename: type, id }];
  return [
    { __typename: 'GenerationUnit', mastrNumber },
    { __typename: 'Municipality', ags },
    ...(malo === null ? [] : [{ __typename: 'MarketLocation', maloId: malo }]),
    ...keyed('Resident', resident),
    ...keyed('Business', business),
    ...keyed('PublicBuilding', building),
    ...keyed('Address', address),
    ...keyed('ServiceApplication', application),
  ];
}

/** Everything that can be selected of a type, three entities deep: no field can be forgotten here. */
function everything(type: GraphQLObjectType, depth: number, seen: readonly string[] = []): string {
  const fields = Object.values(type.getFields()).map((field) => {
    const named = subgraph.schema.getType(String(field.type).replace(/[[\]!]/g, ''));
    const args = field.args.flatMap(({ name }) => ARGUMENTS[name] ?? []);
    const text = `${field.name}${args.length === 0 ? '' : `(${args.join(', ')})`}`;
    if (isLeafType(named)) return text;
    if (field.name === 'operator' && type.name === 'GenerationUnit') {
      return `${text} { __typename ... on Resident { id } ... on Business { id } }`;
    }
    const again = !isObjectType(named) || depth === 0 || seen.includes(named.name);
    return again ? '' : `${text} { ${everything(named, depth - 1, [...seen, type.name])} }`;
  });
  // Fields of one name have different types in different entities: each gets a name of its own.
  return `__typename ${fields
    .filter((it) => it !== '')
    .map((it) => `${type.name}_${it.split(/[ ({]/)[0] ?? ''}: ${it}`)
    .join(' ')}`;
}

const ARGUMENTS: Readonly<Record<string, string>> = {
  from: 'from: "2026-10-01T00:00:00+02:00"',
  to: 'to: "2026-11-01T00:00:00+01:00"',
  resolution: 'resolution: MONTH',
  year: 'year: 2025',
  activeOnly: 'activeOnly: false',
  first: 'first: 100',
};

function objectType(name: string): GraphQLObjectType {
  const type = subgraph.schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type`);
  return type;
}

/** The whole answer, errors included, to everything that can be asked from one entity. */
async function answerAt(representation: object, caller: object): Promise<string> {
  const { __typename: type } = representation as { __typename: string };
  // What a municipality lists for everybody (its buildings, outages) says nothing about one unit of it.
  const left = type === 'GenerationUnit' ? ['Municipality'] : [];
  const fields = everything(objectType(type), 3, left);
  const answer = await energy.ask(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${fields} } } }`,
    { caller, variables: { of: [representation] } },
  );
  return JSON.stringify(answer);
}

/** What of a unit must not be in an answer, besides the keys that the question named itself. */
function secretsOf(unit: SmallUnit, question: object): readonly string[] {
  const asked = Object.values(question);
  const { resident, business, building, address, application, malo } = unit;
  return [resident, business, building, address, application, malo].filter(
    (secret): secret is string => secret !== null && !asked.includes(secret),
  );
}

describe.each(Object.entries(PUBLIC))('%s', (_, caller) => {
  test.each(['ofResident', 'ofBusiness', 'onBuilding'] as const)(
    '%s: no door leads to a small unit',
    async (which) => {
      const unit = { ofResident, ofBusiness, onBuilding }[which];
      for (const door of doors(unit)) {
        const answer = await answerAt(door, caller);
        const isUnit = 'mastrNumber' in door;
        // Whoever comes from elsewhere does not learn that the unit is there; who names it learns nothing about whose it is.
        expect({ door, found: answer.includes(unit.mastrNumber) }).toEqual({ door, found: isUnit });
        if (!isUnit) continue;
        expect({ door, secrets: secretsOf(unit, door).filter((secret) => answer.includes(secret)) }).toEqual({
          door,
          secrets: [],
        });
        expect(JSON.parse(answer)).toMatchObject({
          data: {
            _entities: [
              {
                GenerationUnit_location: null,
                GenerationUnit_address: null,
                GenerationUnit_operator: null,
                GenerationUnit_feedIn: null,
                GenerationUnit_application: null,
              },
            ],
          },
        });
      }
    },
  );

  test('looks the unit up by its number, and sees what the register publishes of it', async () => {
    const { mastrNumber, ags } = ofResident;
    const answer = await energy.ask(
      `{ generationUnit(mastrNumber: "${mastrNumber}") { state technology grossPowerKw location { lat lon }
           municipality { ags } address { id } operator { __typename } feedIn { maloId } application { id } } }`,
      { caller },
    );
    expect(answer.data?.['generationUnit']).toMatchObject({
      municipality: { ags },
      location: null,
      address: null,
      operator: null,
      feedIn: null,
      application: null,
    });
    expect(answer.errors?.map(({ path }) => path?.join('.'))).toEqual(
      ['address', 'operator', 'feedIn', 'application'].map((field) => `generationUnit.${field}`),
    );
    const told = JSON.stringify(answer.errors);
    expect(secretsOf(ofResident, {}).filter((secret) => told.includes(secret))).toEqual([]);
  });

  test('lists hold large units only, and are as long as if there were no small ones', async () => {
    for (const [type, id] of [
      ['Business', ofBusiness.business],
      ['PublicBuilding', onBuilding.building],
    ] as const) {
      const column = type === 'Business' ? 'operator_business_id' : 'building_id';
      const { rows } = await energy.client.query<{ mastrNumber: string }>(
        `SELECT mastr_number AS "mastrNumber" FROM generation_unit WHERE ${column} = $1 AND gross_power_w > 30000
          ORDER BY mastr_number LIMIT 2`,
        [id],
      );
      expect(
        await energy.entities(type, [{ id }], 'generationUnits(first: 2) { mastrNumber }', { caller }),
      ).toEqual([{ generationUnits: rows }]);
    }
  });
});

describe('who may see it', () => {
  test('the same walk finds every unit for the energy office: it goes all the ways there are', async () => {
    const led = async (unit: SmallUnit): Promise<readonly string[]> => {
      const found: string[] = [];
      for (const door of doors(unit)) {
        const { __typename } = door as { __typename: string };
        if ((await answerAt(door, OFFICER)).includes(unit.mastrNumber)) found.push(__typename);
      }
      return found;
    };
    expect(await led(ofResident)).toEqual([
      'GenerationUnit',
      'MarketLocation',
      'Resident',
      'ServiceApplication',
    ]);
    expect(await led(ofBusiness)).toEqual(['GenerationUnit', 'Business']);
    expect(await led(onBuilding)).toEqual(['GenerationUnit', 'Municipality', 'PublicBuilding']);
  });

  test('the operator sees their own unit from every side', async () => {
    const caller = citizen(ofResident.resident ?? '');
    const { mastrNumber, address, malo, application, resident } = ofResident;
    const unit = {
      mastrNumber,
      address: { id: address },
      feedIn: { maloId: malo },
      operator: { id: resident },
    };
    const fields = `mastrNumber address { id } feedIn { maloId } operator { ... on Resident { id } }`;
    expect(await energy.entities('GenerationUnit', [{ mastrNumber }], fields, { caller })).toEqual([unit]);
    expect(
      await energy.entities('ServiceApplication', [{ id: application }], `generationUnit { ${fields} }`, {
        caller,
      }),
    ).toEqual([{ generationUnit: unit }]);
    expect(
      await energy.entities('Resident', [{ id: resident }], `generationUnits { ${fields} }`, { caller }),
    ).toEqual([{ generationUnits: [unit] }]);
  });

  test('the energy office sees small units of businesses and buildings', async () => {
    const caller = OFFICER;
    const [business] = (await energy.entities(
      'Business',
      [{ id: ofBusiness.business }],
      'generationUnits(first: 100) { mastrNumber operator { ... on Business { id } } }',
      { caller },
    )) as { generationUnits: object[] }[];
    expect(business?.generationUnits).toContainEqual({
      mastrNumber: ofBusiness.mastrNumber,
      operator: { id: ofBusiness.business },
    });
    const [building] = (await energy.entities(
      'PublicBuilding',
      [{ id: onBuilding.building }],
      'generationUnits(first: 100) { mastrNumber }',
      { caller },
    )) as { generationUnits: object[] }[];
    expect(building?.generationUnits).toContainEqual({ mastrNumber: onBuilding.mastrNumber });
  });

  test('a scope alone is not enough where a purpose is asked', () => {
    const scopes = ['energy:units'];
    expect(maySeeSmallUnits({ scopes, purpose: 'ENERGY_BILLING' })).toBe(true);
    expect(maySeeSmallUnits({ scopes, purpose: 'APPLICATION_PROCESSING' })).toBe(true);
    expect(maySeeSmallUnits({ scopes, purpose: null })).toBe(false);
    expect(maySeeSmallUnits({ scopes, purpose: 'SELF_SERVICE' })).toBe(false);
    expect(maySeeSmallUnits({ scopes: ['energy:read'], purpose: 'ENERGY_BILLING' })).toBe(false);
  });
});

describe('the limit is 30 kW, and the database knows it', () => {
  const insert = (number: string, watts: number, lat: number | null): Promise<unknown> =>
    energy.client.query(
      `INSERT INTO generation_unit (mastr_number, technology, gross_power_w, ags, lat, lon, state, source_id)
       VALUES ($1, 'SOLAR', $2, '05774020', $3::float8, $3::float8, 'PLANNED', 'synthetic-energy')`,
      [number, watts, lat],
    );

  test('30 kW are small and cannot have coordinates; a watt more is large', async () => {
    await expect(insert('SEE100000000001', 30_000, 51)).rejects.toThrow(/generation_unit_check/);
    await insert('SEE100000000002', 30_000, null);
    await insert('SEE100000000003', 30_001, 51);
    const fields = 'grossPowerKw location { lat }';
    const keys = ['SEE100000000002', 'SEE100000000003'].map((mastrNumber) => ({ mastrNumber }));
    expect(await energy.entities('GenerationUnit', keys, fields)).toEqual([
      { grossPowerKw: 30, location: null },
      { grossPowerKw: 30.001, location: { lat: 51 } },
    ]);
  });

  test('sums of a municipality name no unit and count none', () => {
    expect(Object.keys(objectType('InstalledPower').getFields())).toEqual([
      'technology',
      'kw',
      'asOf',
      'source',
    ]);
  });

  test('an address leads to no unit', () => {
    const ways = Object.values(objectType('Address').getFields()).map(({ type }) => String(type));
    expect(ways.filter((type) => /Unit|MarketLocation|MeteringPoint|PublicBuilding/.test(type))).toEqual([]);
  });
});
