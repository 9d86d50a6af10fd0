import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { planner } from '../support/query-plan.js';
import { startRegion, type Region } from '../support/region.js';

/** The portal queries as far as residents and mobility answer them; what other towns add is left out. */
const QUERIES = {
  Q02: /* GraphQL */ `
    query Q02($ags: ID!, $office: ID!, $from: DateTime!, $to: DateTime!) {
      services(ags: $ags, leikaPrefix: "99008001012") {
        leikaKey
        title
        requiredTrust
        channel
        fee {
          amountCents
          currency
        }
        office {
          id
          name
          address {
            id
            street
            houseNumber
            nearestStops(first: 2) {
              id
              name
              stepFree
              departures(first: 3) {
                plannedAt
                estimatedAt
                line {
                  name
                }
              }
            }
          }
        }
      }
      slots(officeId: $office, leikaKey: "99008001012000", from: $from, to: $to) {
        id
        startsAt
      }
    }
  `,
  Q04: /* GraphQL */ `
    query Q04($id: ID!) {
      address(id: $id) {
        id
        street
        houseNumber
        postalCode
        municipality {
          ags
          name
          offices {
            name
            kind
          }
        }
        nearestStops(first: 3) {
          id
          name
          modes
        }
        parkingZone
      }
    }
  `,
  Q08: /* GraphQL */ `
    query Q08($ags: [ID!]) {
      municipalities(ids: $ags) {
        ags
        name
        population {
          year
          total
        }
        charging {
          id
          powerKw
          points {
            evseId
          }
        }
        sharedMobilitySystems
      }
    }
  `,
  Q12: /* GraphQL */ `
    query Q12($id: ID!) {
      address(id: $id) {
        id
        street
        houseNumber
        location {
          lat
          lon
        }
        nearestStops(first: 1) {
          id
          name
          stepFree
        }
        municipality {
          name
        }
      }
    }
  `,
} as const;

test('plans: fetches and stages are the regression budget', () => {
  const plan = planner(readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'));
  const sizes = Object.entries(QUERIES).map(([name, query]) => {
    const { subgraphs, fetches, stages } = plan(query, name);
    return `${name}: ${String(fetches)} fetches in ${String(stages)} stages (${subgraphs})`;
  });
  expect(sizes).toMatchInlineSnapshot(`
   [
     "Q02: 2 fetches in 2 stages (mobility + residents)",
     "Q04: 2 fetches in 2 stages (mobility + residents)",
     "Q08: 2 fetches in 2 stages (mobility + residents)",
     "Q12: 2 fetches in 2 stages (mobility + residents)",
   ]
  `);
});

describe('over real processes', () => {
  let region: Region;
  beforeAll(async () => {
    // A Monday in winter, before the offices open.
    region = await startRegion({ clock: '2026-11-23T06:00:00+01:00' });
  });
  afterAll(() => region.stop());

  /** Runs a query, refuses errors, returns the data as the portal sees it. */
  async function data<T>(name: keyof typeof QUERIES, variables: Record<string, unknown>): Promise<T> {
    const answer = await region.query(QUERIES[name], { variables });
    expect(answer.errors).toEqual([]);
    return answer.data as T;
  }

  async function paderborn(): Promise<{ officeId: string; addressId: string }> {
    const { data: found } = await region.query(
      '{ services(ags: "05774032", leikaPrefix: "99008001012") { office { id address { id } } } }',
    );
    const [service] = found?.['services'] as { office: { id: string; address: { id: string } } }[];
    return { officeId: service?.office.id ?? '', addressId: service?.office.address.id ?? '' };
  }

  test('Q02: the ID card at the citizens’ office of Paderborn, free slots, and the next buses there', async () => {
    interface Service {
      readonly title: string;
      readonly fee: { readonly amountCents: number };
      readonly office: {
        readonly address: {
          readonly nearestStops: readonly {
            readonly departures: readonly { readonly plannedAt: string }[];
          }[];
        };
      };
    }
    const { officeId } = await paderborn();
    const variables = {
      ags: '05774032',
      office: officeId,
      from: '2026-11-23T00:00:00+01:00',
      to: '2026-11-30T00:00:00+01:00',
    };
    const { services, slots } = await data<{
      services: readonly Service[];
      slots: readonly { startsAt: string }[];
    }>('Q02', variables);
    expect(services.map((it) => ({ title: it.title, cents: it.fee.amountCents }))).toMatchInlineSnapshot(`
     [
       {
         "cents": 3700,
         "title": "Personalausweis beantragen",
       },
     ]
    `);
    const stops = services[0]?.office.address.nearestStops ?? [];
    expect(stops).toHaveLength(2);
    const departures = stops.flatMap((stop) => stop.departures.map((it) => it.plannedAt));
    expect(departures.length).toBeGreaterThan(0);
    expect(departures.every((at) => Date.parse(at) >= Date.parse('2026-11-23T06:00:00+01:00'))).toBe(true);
    expect(slots.length).toBeGreaterThan(10);
    expect(slots.map((it) => it.startsAt)).toEqual(slots.map((it) => it.startsAt).sort());
  });

  test('Q04: what is at my new address', async () => {
    const { addressId } = await paderborn();
    const { address } = await data<{ address: { municipality: object; nearestStops: readonly object[] } }>(
      'Q04',
      { id: addressId },
    );
    expect(address.nearestStops.length).toBeGreaterThan(0);
    expect(address.municipality).toMatchObject({ ags: '05774032', name: 'Paderborn' });
  });

  test('Q08: the whole region, one batch to mobility for all 70 municipalities', async () => {
    interface Row {
      readonly name: string;
      readonly population: { readonly total: number };
      readonly charging: readonly { readonly points: readonly object[] }[];
    }
    const { municipalities } = await data<{ municipalities: readonly Row[] }>('Q08', {});
    expect(municipalities).toHaveLength(70);
    expect(municipalities.every((it) => it.population.total > 0)).toBe(true);
    expect(municipalities.filter((it) => it.charging.length > 0).length).toBeGreaterThan(20);
  });

  test('Q12: an address on the map with its nearest step-free stop', async () => {
    const { addressId } = await paderborn();
    const { address } = await data<{ address: { location: object; nearestStops: readonly object[] } }>(
      'Q12',
      { id: addressId },
    );
    expect(address.location).toEqual({ lat: expect.any(Number), lon: expect.any(Number) });
    expect(address.nearestStops).toHaveLength(1);
  });

  test('me: a citizen reads their own data, another citizen’s and an unknown one’s is refused alike', async () => {
    const { syntheticId } = await import('@modellregion/subgraph-kit');
    const token = await region.token('--resident', syntheticId('resident', 1));
    const mine = await region.query('{ me { id givenNames vehicles { state } } }', { token });
    expect(mine.errors).toEqual([]);
    expect(mine.data?.['me']).toMatchObject({
      id: syntheticId('resident', 1),
      givenNames: expect.any(String),
    });
    const theirs = await region.query(`{ resident(id: "${syntheticId('resident', 2)}") { id } }`, { token });
    const nobodys = await region.query(`{ resident(id: "${syntheticId('resident', 999_999)}") { id } }`, {
      token,
    });
    expect(theirs.errors.map((it) => [it.path, it.extensions['code']])).toEqual([
      [['resident'], 'FORBIDDEN'],
    ]);
    expect(nobodys).toEqual(theirs);
  });
});
