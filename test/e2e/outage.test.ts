import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadRegistry } from '@modellregion/schema';
import { errorTable, survivors } from '../support/answers.js';
import { portalCalls, type PortalCall } from '../support/portal-calls.js';
import { ended, startRegion, type Answer, type Region } from '../support/region.js';

/** One field of each of two towns, and one that leads from each to the other. */
const QUERY = /* GraphQL */ `
  {
    municipality(ags: "05774032") {
      name
      stops(first: 1) {
        name
      }
    }
    services(ags: "05774032", leikaPrefix: "99008001012") {
      title
      office {
        address {
          street
          nearestStops(first: 1) {
            name
          }
        }
      }
    }
    stopsNear(lat: 51.72, lon: 8.75, radiusM: 20000, first: 1) {
      name
      municipality {
        name
      }
    }
  }
`;

describe('losing a town loses only that town’s data', () => {
  let region: Region;
  let calls: readonly PortalCall[];
  beforeAll(async () => {
    // With its breaker the gateway would soon ask no more, nor for a while afterwards: it is shown in test/upstream.
    const env = { MODELLREGION_BREAKER: 'off' };
    region = await startRegion({ clock: '2026-11-23T06:00:00+01:00', env });
    calls = await portalCalls(region);
  });
  afterAll(() => region.stop());

  /** Does something while the process of a subgraph stands still, as one that hangs does. */
  async function whileHanging<T>(name: string, action: () => Promise<T>): Promise<T> {
    const { pid, port } = region.runtime().subgraphs[name] ?? { pid: 0, port: 0 };
    process.kill(pid, 'SIGSTOP');
    try {
      return await action();
    } finally {
      process.kill(pid, 'SIGCONT');
      // It has been through what piled up meanwhile.
      await fetch(`http://127.0.0.1:${String(port)}/readyz`);
    }
  }

  test('nobody is down: no error', async () => {
    expect(errorTable(await region.query(QUERY))).toEqual([]);
  });

  test.each([
    [
      'mobility',
      [
        'municipality.stops | SUBGRAPH_TIMEOUT | mobility | Kreis Paderborn | true | Mobility data of Kreis Paderborn did not arrive in time. Please try again.',
        'services.0.office.address.nearestStops | SUBGRAPH_TIMEOUT | mobility | Kreis Paderborn | true | Mobility data of Kreis Paderborn did not arrive in time. Please try again.',
        'stopsNear | SUBGRAPH_TIMEOUT | mobility | Kreis Paderborn | true | Mobility data of Kreis Paderborn did not arrive in time. Please try again.',
      ],
    ],
    [
      'residents',
      [
        'municipality | SUBGRAPH_TIMEOUT | residents | Stadt Paderborn | true | Residents data of Stadt Paderborn did not arrive in time. Please try again.',
        'services | SUBGRAPH_TIMEOUT | residents | Stadt Paderborn | true | Residents data of Stadt Paderborn did not arrive in time. Please try again.',
        'stopsNear.0.municipality.name | SUBGRAPH_TIMEOUT | residents | Stadt Paderborn | true | Residents data of Stadt Paderborn did not arrive in time. Please try again.',
      ],
    ],
  ])('%s hangs: one error for each place that stays empty, and no internal address', async (name, errors) => {
    const answer = await whileHanging(name, () => region.query(QUERY));
    expect(answer.status).toBe(200);
    expect(errorTable(answer)).toEqual(errors);
    expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|localhost|ECONN|at .*\.js/);
  });

  test('each portal query without each town: which root fields survive; the gateway stays ready', async () => {
    const table: Record<string, string> = {};
    // Once with nobody hanging: what takes long the first time is not to look like a town that is late.
    await fewAtOnce(calls, async (call) => {
      expect(errorTable(await region.query(call.text, call))).toEqual([]);
    });
    for (const { name: town } of loadRegistry()) {
      await whileHanging(town, async () => {
        await fewAtOnce(calls, async (call) => {
          const fates = Object.entries(survivors(await region.query(call.text, call)));
          const row = `${call.name.slice(0, 3)} without ${town}`;
          table[row] = fates.map(([field, fate]) => `${field} ${fate}`).join(', ');
        });
        expect((await fetch(`${region.origin}/readyz`)).status).toBe(200);
      });
    }
    expect(Object.fromEntries(Object.entries(table).sort())).toMatchInlineSnapshot(`
     {
       "Q01 without businesses": "me survives",
       "Q01 without energy": "me survives",
       "Q01 without mobility": "me survives",
       "Q01 without residents": "me lost",
       "Q01 without tourism": "me survives",
       "Q02 without businesses": "services survives, slots survives",
       "Q02 without energy": "services survives, slots survives",
       "Q02 without mobility": "services survives, slots survives",
       "Q02 without residents": "services lost, slots lost",
       "Q02 without tourism": "services survives, slots survives",
       "Q03 without businesses": "application survives",
       "Q03 without energy": "application survives",
       "Q03 without mobility": "application survives",
       "Q03 without residents": "application lost",
       "Q03 without tourism": "application survives",
       "Q04 without businesses": "address survives",
       "Q04 without energy": "address survives",
       "Q04 without mobility": "address survives",
       "Q04 without residents": "address lost",
       "Q04 without tourism": "address survives",
       "Q05 without businesses": "business lost",
       "Q05 without energy": "business survives",
       "Q05 without mobility": "business survives",
       "Q05 without residents": "business survives",
       "Q05 without tourism": "business survives",
       "Q06 without businesses": "tradeNotice lost",
       "Q06 without energy": "tradeNotice survives",
       "Q06 without mobility": "tradeNotice survives",
       "Q06 without residents": "tradeNotice survives",
       "Q06 without tourism": "tradeNotice survives",
       "Q07 without businesses": "generationUnit survives",
       "Q07 without energy": "generationUnit lost",
       "Q07 without mobility": "generationUnit survives",
       "Q07 without residents": "generationUnit survives",
       "Q07 without tourism": "generationUnit survives",
       "Q08 without businesses": "municipalities survives",
       "Q08 without energy": "municipalities survives",
       "Q08 without mobility": "municipalities survives",
       "Q08 without residents": "municipalities lost",
       "Q08 without tourism": "municipalities survives",
       "Q09 without businesses": "chargingStations survives",
       "Q09 without energy": "chargingStations survives",
       "Q09 without mobility": "chargingStations lost",
       "Q09 without residents": "chargingStations survives",
       "Q09 without tourism": "chargingStations survives",
       "Q10 without businesses": "events survives",
       "Q10 without energy": "events survives",
       "Q10 without mobility": "events survives",
       "Q10 without residents": "events survives",
       "Q10 without tourism": "events lost",
       "Q12 without businesses": "outages survives",
       "Q12 without energy": "outages lost",
       "Q12 without mobility": "outages survives",
       "Q12 without residents": "outages survives",
       "Q12 without tourism": "outages survives",
     }
    `);
  }, 150_000);
});

/** All of them at once would make a town look slow that only waits for a processor. */
async function fewAtOnce<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const rest = [...all];
  const work = async (): Promise<void> => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await act(next);
  };
  await Promise.all(Array.from({ length: 5 }, work));
}

describe('one subgraph served alone beside the region', () => {
  let region: Region;
  beforeAll(async () => {
    region = await startRegion({ without: ['businesses', 'energy', 'mobility', 'tourism'] });
  });
  afterAll(() => region.stop());
  const codes = (answer: Answer): string[] => [
    ...new Set(answer.errors.map((it) => String(it.extensions['code']))),
  ];

  test('is missing before it starts, answers while it runs, is missing when it stopped', async () => {
    expect(codes(await region.query(QUERY))).toEqual(['SUBGRAPH_UNAVAILABLE']);
    const mobility = await region.serve('mobility');
    expect(codes(await region.query(QUERY))).toEqual([]);
    await ended(mobility, 'SIGTERM');
    expect(mobility.exitCode).toBe(0);
    const answer = await region.query(QUERY);
    expect(survivors(answer)).toEqual({ municipality: 'survives', services: 'survives', stopsNear: 'lost' });
    expect(codes(answer)).toEqual(['SUBGRAPH_UNAVAILABLE']);
  });
});
