import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { startRegion, type Region } from '../support/region.js';
import { answerableQueries } from './support/answerable.js';
import { openApollo, openUrql, type PortalClient } from './support/clients.js';
import { MONDAY, whoAsksWhat, type Asked, type Callers } from './support/callers.js';
import { misplacedObjects, recordOf, typesOfRecords } from './support/apollo-records.js';
import { OWN_QUERIES } from './support/own-queries.js';
import { openWorkshop, type Workshop } from './support/portal-workshop.js';

/** Graphcache writes the fragments of a union's other types too and misses their fields; it reads as it should. */
const URQL_WRITES_ALL_FRAGMENTS = /^Invalid undefined: The field at `name`.*on \\?"Resident/s;

let region: Region;
let portal: Workshop;
let callers: Callers;
beforeAll(async () => {
  // Apollo Client tells faults of a portal's cache in development only.
  Object.assign(globalThis, { __DEV__: true });
  [region, portal] = await Promise.all([
    startRegion({ clock: MONDAY }),
    openWorkshop(new Map([...answerableQueries, ...OWN_QUERIES])),
  ]);
  callers = await whoAsksWhat(region);
});
afterAll(async () => {
  portal.remove();
  await region.stop();
});

let complaints: string[];
beforeEach(() => {
  complaints = [];
  for (const method of ['warn', 'error'] as const) {
    jest.spyOn(console, method).mockImplementation((...said) => void complaints.push(said.join(' ')));
  }
});
afterEach(() => {
  jest.restoreAllMocks();
});

test('every query that is answered is asked by somebody', () => {
  const { citizen, producer, officer } = callers;
  const asked = [citizen, producer, officer].flatMap(({ asks }) => asks.map(({ query }) => query));
  expect(asked.sort()).toEqual([...answerableQueries.keys()].sort());
});

const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

/** Another town has the same services: Paderborn. */
const severalKeyFields = (): Readonly<Record<string, unknown>> => {
  const { ags, lat, lon } = callers.citizen.places;
  return { here: ags, there: '05774032', lat, lon };
};

describe.each([
  ['Apollo Client', openApollo],
  ['urql', openUrql],
] as const)('%s', (_, open) => {
  /** A client of somebody who has asked all of theirs; with what was answered. */
  async function signedIn(caller: keyof Callers): Promise<{ client: PortalClient; answers: object[] }> {
    const { token, asks } = callers[caller];
    const client = await open(portal, `${region.origin}/graphql`, token);
    const answers: object[] = [];
    for (const { query, variables } of asks) answers.push(await client.ask(query, variables));
    return { client, answers };
  }

  const again = (client: PortalClient, asks: readonly Asked[]): Promise<unknown[]> =>
    Promise.all(asks.map(({ query, variables }) => client.fromCache(query, variables)));

  test.each(['citizen', 'producer', 'officer'] as const)(
    'what the %s asked is all there when it is asked again, from the cache alone and without a complaint',
    async (caller) => {
      const { client, answers } = await signedIn(caller);
      const requests = jest.spyOn(globalThis, 'fetch');

      expect(await again(client, callers[caller].asks)).toEqual(answers);

      expect(requests).not.toHaveBeenCalled();
      // Nobody got a null or an empty list for what they asked.
      expect(answers.flatMap((it): unknown[] => Object.values(it)).filter(isEmpty)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  test('a query nobody sent is answered from what others brought: one record for each entity', async () => {
    const { client } = await signedIn('citizen');
    const requests = jest.spyOn(globalThis, 'fetch');
    // The parking zone came with Q04, the population with Q08, the buildings with Q12.
    const { addressId } = callers.citizen.places;
    const answer = await client.fromCache('NeverSent', { id: addressId });
    expect(answer).toMatchObject({
      address: {
        id: addressId,
        municipality: {
          population: { total: expect.any(Number) },
          offices: expect.arrayContaining([expect.objectContaining({ kind: 'TRADE_OFFICE' })]),
          publicBuildings: expect.arrayContaining([expect.objectContaining({ name: expect.any(String) })]),
        },
      },
    });
    expect(requests).not.toHaveBeenCalled();
    expect(complaints).toEqual([]);
  });

  test('entities with several key fields are kept apart and found again', async () => {
    const { client } = await signedIn('citizen');
    const answer = (await client.ask('SeveralKeyFields', severalKeyFields())) as {
      readonly here: readonly object[];
      readonly there: readonly object[];
    };
    expect(answer.here).not.toEqual(answer.there);
    const vehicles = new Set(JSON.stringify(answer).match(/"vehicleId":"[^"]+"/g));
    expect(vehicles.size).toBeGreaterThan(1);
    // Were two of them one record, both would read alike.
    expect(await client.fromCache('SeveralKeyFields', severalKeyFields())).toEqual(answer);
    expect(complaints).toEqual([]);
  });

  test('a fragment on a union finds its object by possible-types.json', async () => {
    const { client } = await signedIn('producer');
    const variables = { mastr: callers.producer.asks[0]?.variables['mastr'] };
    const answer = await client.ask('Operator', variables);
    expect(answer).toMatchObject({ generationUnit: { operator: { givenNames: expect.any(String) } } });
    expect(await client.fromCache('Operator', variables)).toEqual(answer);
    expect(complaints.filter((it) => !URQL_WRITES_ALL_FRAGMENTS.test(it))).toEqual([]);
  });
});

test('in Apollo Client entities alone are records, and what several queries brought is joined in them', async () => {
  const { token, asks, places } = callers.citizen;
  const client = await openApollo(portal, `${region.origin}/graphql`, token);
  for (const { query, variables } of asks) await client.ask(query, variables);
  await client.ask('SeveralKeyFields', severalKeyFields());
  const records = client.records();
  expect(misplacedObjects(records)).toEqual([]);
  expect(typesOfRecords(records)).toMatchInlineSnapshot(
    `"Address Business CaseFile ChargePoint ChargingStation CulturalEvent Disruption HeatNetwork Line MarketLocation Municipality Office Outage Permit PointOfInterest PublicBuilding ROOT_QUERY Resident ServiceApplication ServiceOffer SharedVehicle Stop Tariff TradeNotice WzCode"`,
  );
  expect(Object.keys(recordOf(records, 'Municipality', { ags: places.ags }))).toEqual(
    expect.arrayContaining(['offices', 'population', 'installedPower', 'publicBuildings']),
  );
  expect(recordOf(records, 'ServiceOffer', { leikaKey: '99050012104000', ags: places.ags })).toMatchObject({
    title: 'Gewerbe anmelden',
  });
  expect(Object.keys(records).find((id) => id.startsWith('SharedVehicle'))).toMatch(
    /^SharedVehicle:\{"systemId":"[^"]+","vehicleId":"[^"]+"\}$/,
  );
});

test('without the published keys urql complains: the silence above is none of a deaf test', async () => {
  const { Client, fetchExchange } = await import('@urql/core');
  const { cacheExchange } = await import('@urql/exchange-graphcache');
  const client = new Client({
    url: `${region.origin}/graphql`,
    preferGetMethod: false,
    exchanges: [cacheExchange({}), fetchExchange],
  });
  await client.query('{ municipalities { ags name } }', {}).toPromise();
  expect(complaints.join()).toContain('Municipality');
});
