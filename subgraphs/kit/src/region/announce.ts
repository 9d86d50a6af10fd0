import type { RegionPlan } from './region-plan.js';
import type { Runtime } from './runtime-file.js';

/** Joins residents (offices, addresses) and mobility (stops) in one answer; where those are not, what every region has. */
const FIRST_QUERY =
  '{ municipality(ags: "05774032") { name offices { name address { street houseNumber nearestStops(first: 2) { name } } } } }';

export interface Announcement {
  readonly plan: RegionPlan;
  readonly runtime: Runtime;
  readonly state: string;
  /** Folder with open data; null: none. */
  readonly data: string | null;
  readonly seed: string;
  /** Id of a synthetic resident who can be asked about. */
  readonly resident: string;
  /** Milliseconds since the start. */
  readonly tookMs: number;
}

/** What to say when the region answers: where it is, what to try, how to stop. */
export function announcement({ plan, runtime, state, data, seed, resident, tookMs }: Announcement): string {
  const origin = `http://127.0.0.1:${String(runtime.gateway?.port ?? plan.gateway.port)}`;
  const rows: [string, string][] = [
    ['gateway', `${origin}/graphql`],
    ['for people', `${origin}/   the region and an explorer for queries`],
    ...(runtime.registry === null
      ? []
      : [['registry', `127.0.0.1:${String(runtime.registry.port)}`] satisfies [string, string]]),
    ...plan.subgraphs.map(({ entry }): [string, string] => [
      entry.name,
      `${entry.operator.name}, 127.0.0.1:${String(runtime.subgraphs[entry.name]?.port ?? '-')}`,
    ]),
    ...plan.elsewhere.map((entry): [string, string] => [
      entry.name,
      `${entry.operator.name}, ${entry.url} (not ours to start)`,
    ]),
    ...(data === null ? [] : [['open data', data] satisfies [string, string]]),
    ['synthetic data', `profile "${seed}"; no person and no case in it exists`],
    ['state, logs', `${state}, ${state}/logs`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    '',
    `Modellregion is running (ready after ${(tookMs / 1000).toFixed(1)} s).`,
    '',
    ...rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`),
    '',
    'A first query, for everybody:',
    '',
    `  curl -s ${origin}/graphql -H 'content-type: application/json' \\`,
    `    -d '${JSON.stringify({ query: firstQuery(plan) })}'`,
    '',
    'Personal data needs a token, sent as "authorization: Bearer …":',
    '',
    `  npx --no modellregion token --resident ${resident}`,
    '',
    ...(runtime.registry === null
      ? []
      : [
          'Once a subgraph serves a changed schema, publish it; the gateway needs no restart:',
          '',
          `  npx --no modellregion subgraph publish ${plan.subgraphs[0]?.entry.name ?? 'NAME'}`,
          '',
        ]),
    'Stop with Ctrl-C.',
    '',
  ].join('\n');
}

function firstQuery({ subgraphs }: RegionPlan): string {
  const names = subgraphs.map(({ entry }) => entry.name);
  const [first = ''] = names;
  if (['residents', 'mobility'].every((name) => names.includes(name))) return FIRST_QUERY;
  return first === '' ? '{ __typename }' : `{ ${first}DataSources { title publisher licence } }`;
}
