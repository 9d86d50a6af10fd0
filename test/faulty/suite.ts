import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isErrorCode } from '@modellregion/schema';
import type { GatewayConfig } from '../../gateway/src/index.js';
import { startGatewayChild, type GatewayChild } from '../support/gateway-child.js';
import { post, registryOf, temporaryFolder, writeSupergraph } from '../support/gateway-under-test.js';
import { INTERNAL, type Mode } from './mode.js';
import { BODY_MODES } from './modes/body.js';
import { CONNECTION_MODES } from './modes/connection.js';
import { ERROR_MODES } from './modes/errors.js';
import { VALUE_MODES } from './modes/values.js';
import { QUERY, RIGHT, startFaultyRegion, type FaultyRegion } from './region.js';
import { STOCK_FAULTS } from './stock-faults.js';

const DEADLINE_MS = 1_200;
/** A deadline, and what a busy machine adds to it. */
const ANSWERED_WITHIN_MS = 3_000;
const WELL_AGAIN_WITHIN_MS = 1_000;
const MOST_MEGABYTES = 600;

const MODES: readonly Mode[] = [...CONNECTION_MODES, ...BODY_MODES, ...VALUE_MODES, ...ERROR_MODES];

type Executor = GatewayConfig['executor'];

const folder = temporaryFolder();
let region: FaultyRegion;
let gateway: GatewayChild;

async function start(executor: Executor): Promise<GatewayChild> {
  const subgraphs = [region.town, region.works];
  const supergraph = writeSupergraph(folder.path, subgraphs);
  const argv = ['--supergraph', supergraph, '--port', '0', '--profile', 'developer'];
  // With its breaker the gateway would soon ask no more: it is shown in test/upstream.
  const env = {
    MODELLREGION_STATE: folder.path,
    MODELLREGION_BREAKER: 'off',
    MODELLREGION_EXECUTOR: executor,
  };
  // The town lives in the test's own process, which is busy while it floods the gateway on behalf of the works.
  const registry = [
    ...registryOf([region.town], 10 * DEADLINE_MS),
    ...registryOf([region.works], DEADLINE_MS),
  ];
  const child = await startGatewayChild(argv, env, registry);
  await post(child.url, { query: QUERY });
  return child;
}

/** All that a portal and an operator see of one query while the works misbehave, and of the next one. */
interface Seen {
  readonly status: number;
  readonly data: unknown;
  readonly errors: readonly string[];
  /** Errors that name somebody else, or have no code of ours. */
  readonly misnamed: readonly unknown[];
  /** Words of the works, addresses, headers that came through. */
  readonly leaks: readonly string[];
  readonly inTime: boolean;
  readonly bounded: boolean;
  /** Whether a good query afterwards is answered rightly and soon. */
  readonly wellAgain: boolean;
}

const wanted = ({ data, errors }: Mode): Seen => ({
  status: 200,
  data,
  errors: [...errors].sort(),
  misnamed: [],
  leaks: [],
  inTime: true,
  bounded: true,
  wellAgain: true,
});

async function see(mode: Mode): Promise<Seen> {
  region.works.behave(mode.behave);
  const started = performance.now();
  const answer = await post(gateway.url, { query: QUERY });
  const took = performance.now() - started;
  region.works.behave(null);
  const next = performance.now();
  const good = await post(gateway.url, { query: QUERY });
  const peak = gateway.peakMegabytes();
  return {
    status: answer.status,
    data: answer.data,
    errors: answer.errors
      .map(({ path, extensions }) => `${path?.join('.') ?? '-'} ${String(extensions['code'])}`)
      .sort(),
    misnamed: answer.errors.filter(
      ({ extensions: { subgraph = 'works', code } }) => subgraph !== 'works' || !isErrorCode(code),
    ),
    leaks: leaksOf(answer),
    inTime: took < ANSWERED_WITHIN_MS,
    bounded: peak === null || peak < MOST_MEGABYTES,
    wellAgain: isDeepStrictEqual(good.data, RIGHT) && performance.now() - next < WELL_AGAIN_WITHIN_MS,
  };
}

const FOREIGN_HEADERS = [
  'set-cookie',
  'x-internal',
  'location',
  'www-authenticate',
  'strict-transport-security',
];

function leaksOf({ text, headers }: Awaited<ReturnType<typeof post>>): readonly string[] {
  const words = [INTERNAL, '127.0.0.1', 'localhost', 'http:', 'ECONN', 'UND_ERR', '/srv/', 'node_modules'];
  return [
    ...words.filter((word) => text.includes(word)),
    ...FOREIGN_HEADERS.filter((name) => headers.has(name)),
    ...(headers.get('cache-control') === 'no-store' ? [] : ['cache-control']),
  ];
}

/** What is seen, or that the gateway did not survive it; then there is a new one for the next mode. */
async function seeOrDie(mode: Mode, executor: Executor): Promise<Seen | string> {
  try {
    return await see(mode);
  } catch (error) {
    region.works.behave(null);
    const died = !gateway.isAlive();
    await gateway.end();
    gateway = await start(executor);
    return died ? 'the gateway died' : `no answer that can be read: ${String(error)}`;
  }
}

/** Every mode against a gateway with this executor, in a process of its own. */
export function faultySuite(executor: Executor): void {
  beforeAll(async () => {
    region = await startFaultyRegion();
    gateway = await start(executor);
  });
  afterAll(async () => {
    await gateway.end();
    await region.close();
    folder.remove();
  });

  describe(`whatever the works do (executor ${executor}), the town is answered`, () => {
    test.each(MODES.map((mode) => [mode.name, mode] as const))('they %s', async (name, mode) => {
      const seen = await seeOrDie(mode, executor);
      if (executor === 'apollo' && name in STOCK_FAULTS) expect(seen).not.toEqual(wanted(mode));
      else expect(seen).toEqual(wanted(mode));
    });
  });

  test('names are told apart, and every known fault of the stock executor is one of them', () => {
    const names = MODES.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(60);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(STOCK_FAULTS).filter((name) => !names.includes(name))).toEqual([]);
  });
}
