import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ended, startRegion, type Answer, type Region } from '../support/region.js';

/** One field of each municipality, and one that leads from each to the other. */
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
    mobilityDataSources {
      title
    }
    residentsDataSources {
      title
    }
  }
`;

/** Root field → what became of it. */
function survivors(answer: Answer): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer.data ?? {}).map(([field, value]) => [field, value === null ? 'lost' : 'survives']),
  );
}

function errorTable(answer: Answer): string[] {
  return answer.errors
    .map(
      ({ message, path = [], extensions: { code, subgraph, operator, retryable } }) =>
        `${path.join('.')} | ${String(code)} | ${String(subgraph)} | ${String(operator)} | ${String(retryable)} | ${message}`,
    )
    .sort();
}

describe('losing a town loses only that town’s data', () => {
  let region: Region;
  beforeAll(async () => {
    region = await startRegion();
  });
  afterAll(() => region.stop());

  test('nobody down: no error', async () => {
    const answer = await region.query(QUERY);
    expect(errorTable(answer)).toEqual([]);
    expect(survivors(answer)).toMatchInlineSnapshot(`
     {
       "mobilityDataSources": "survives",
       "municipality": "survives",
       "residentsDataSources": "survives",
       "services": "survives",
       "stopsNear": "survives",
     }
    `);
  });

  /** Asks while the process of a subgraph stands still, as one that hangs does. */
  async function askWithout(name: string): Promise<Answer> {
    const { pid } = region.runtime().subgraphs[name] ?? { pid: 0 };
    process.kill(pid, 'SIGSTOP');
    try {
      const begun = Date.now();
      const answer = await region.query(QUERY);
      expect(answer.status).toBe(200);
      expect(Date.now() - begun).toBeLessThan(10_000);
      expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|localhost|ECONN|at .*\.js/);
      expect((await fetch(`${region.origin}/readyz`)).status).toBe(200);
      return answer;
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  }

  test('mobility hangs', async () => {
    const answer = await askWithout('mobility');
    expect(survivors(answer)).toMatchInlineSnapshot(`
     {
       "mobilityDataSources": "lost",
       "municipality": "survives",
       "residentsDataSources": "survives",
       "services": "survives",
       "stopsNear": "lost",
     }
    `);
    expect(errorTable(answer)).toMatchInlineSnapshot(`
     [
       "mobilityDataSources | SUBGRAPH_TIMEOUT | mobility | Kreis Paderborn | true | Mobility data of Kreis Paderborn did not arrive in time. Please try again.",
       "municipality.stops | SUBGRAPH_TIMEOUT | mobility | Kreis Paderborn | true | Mobility data of Kreis Paderborn did not arrive in time. Please try again.",
       "services.0.office.address.nearestStops | SUBGRAPH_TIMEOUT | mobility | Kreis Paderborn | true | Mobility data of Kreis Paderborn did not arrive in time. Please try again.",
       "stopsNear | SUBGRAPH_TIMEOUT | mobility | Kreis Paderborn | true | Mobility data of Kreis Paderborn did not arrive in time. Please try again.",
     ]
    `);
  });

  test('residents hangs', async () => {
    const answer = await askWithout('residents');
    expect(survivors(answer)).toMatchInlineSnapshot(`
     {
       "mobilityDataSources": "survives",
       "municipality": "lost",
       "residentsDataSources": "lost",
       "services": "lost",
       "stopsNear": "survives",
     }
    `);
    expect(errorTable(answer)).toMatchInlineSnapshot(`
     [
       "municipality | SUBGRAPH_TIMEOUT | residents | Stadt Paderborn | true | Residents data of Stadt Paderborn did not arrive in time. Please try again.",
       "residentsDataSources | SUBGRAPH_TIMEOUT | residents | Stadt Paderborn | true | Residents data of Stadt Paderborn did not arrive in time. Please try again.",
       "services | SUBGRAPH_TIMEOUT | residents | Stadt Paderborn | true | Residents data of Stadt Paderborn did not arrive in time. Please try again.",
       "stopsNear.0.municipality.name | SUBGRAPH_TIMEOUT | residents | Stadt Paderborn | true | Residents data of Stadt Paderborn did not arrive in time. Please try again.",
     ]
    `);
  });
});

describe('one subgraph served alone beside the region', () => {
  let region: Region;
  beforeAll(async () => {
    region = await startRegion({ without: ['mobility'] });
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
    expect(survivors(answer)).toMatchInlineSnapshot(`
     {
       "mobilityDataSources": "lost",
       "municipality": "survives",
       "residentsDataSources": "survives",
       "services": "survives",
       "stopsNear": "lost",
     }
    `);
    expect(errorTable(answer)).toMatchInlineSnapshot(`
     [
       "mobilityDataSources | SUBGRAPH_UNAVAILABLE | mobility | Kreis Paderborn | true | Mobility data of Kreis Paderborn is not available right now. Please try again later.",
       "municipality.stops | SUBGRAPH_UNAVAILABLE | mobility | Kreis Paderborn | true | Mobility data of Kreis Paderborn is not available right now. Please try again later.",
       "services.0.office.address.nearestStops | SUBGRAPH_UNAVAILABLE | mobility | Kreis Paderborn | true | Mobility data of Kreis Paderborn is not available right now. Please try again later.",
       "stopsNear | SUBGRAPH_UNAVAILABLE | mobility | Kreis Paderborn | true | Mobility data of Kreis Paderborn is not available right now. Please try again later.",
     ]
    `);
  });
});
