import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicPart, writeSigningKeys, type PublicSigningKey } from '@modellregion/schema/release';
import {
  createGateway,
  createLogger,
  readConfig,
  type GatewayConfig,
  type GatewayParts,
} from '../../gateway/src/index.js';
import type { FakeSubgraph } from '../support/fake-subgraph.js';
import { RESIDENTS_SDL, startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import { awaitableLog, post, type GatewayUnderTest } from '../support/gateway-under-test.js';
import { FakeRegistry, gatewayKey, REGION, stewardKey, type Releasing } from './fake-registry.js';

/** A registry is asked again soon after it failed. */
const IMPATIENT = { waitSeconds: 25, retryMs: 20, longestRetryMs: 200, pauseMs: 10, firstWithinMs: 300 };

export interface ReleaseStart {
  readonly env?: Record<string, string>;
  /** Default `open`. */
  readonly profile?: 'open' | 'developer' | 'production';
  readonly pinned?: readonly PublicSigningKey[];
  readonly times?: Partial<NonNullable<GatewayParts['feedTimes']>>;
  /** Settings of releases that a profile decides. */
  readonly release?: Partial<NonNullable<GatewayConfig['release']>>;
}

/** A folder of state for one gateway; it may be started on it several times. */
export interface GatewayHome {
  readonly state: string;
  /** Where it keeps the last good release. */
  readonly kept: string;
  /** Its environment. */
  env(pinned?: readonly PublicSigningKey[]): Record<string, string>;
  start(registry: Pick<FakeRegistry, 'url'>, options?: ReleaseStart): Promise<GatewayUnderTest>;
}

export function gatewayHome(folder: string): GatewayHome {
  const state = join(folder, randomUUID());
  mkdirSync(state);
  const keyFile = join(state, 'report-keys.json');
  writeSigningKeys(keyFile, [gatewayKey]);
  const env = (pinned: readonly PublicSigningKey[] = [publicPart(stewardKey)]): Record<string, string> => {
    const keysFile = join(state, 'release-keys.json');
    writeFileSync(keysFile, JSON.stringify(pinned));
    return {
      MODELLREGION_STATE: state,
      MODELLREGION_REGION: REGION,
      MODELLREGION_RELEASE_KEYS: keysFile,
      MODELLREGION_GATEWAY_NAME: 'gateway-owl',
      MODELLREGION_REPORT_KEY_FILE: keyFile,
    };
  };
  return {
    state,
    kept: join(state, 'gateway', 'release-full.json'),
    env,
    start: async (registry, { env: more = {}, profile = 'open', pinned, times, release } = {}) => {
      const argv = ['--registry', registry.url, '--port', '0', '--profile', profile];
      const config = readConfig(argv, { ...env(pinned), ...more });
      const { log, event, destination } = awaitableLog();
      const gateway = await createGateway(
        {
          ...config,
          drainMs: 0,
          release: config.release === null ? null : { ...config.release, ...release },
        },
        { registry: [], log: createLogger('info', destination), feedTimes: { ...IMPATIENT, ...times } },
      );
      return {
        gateway,
        log,
        event,
        close: () => gateway.close(),
        query: (query, { variables, headers } = {}) => post(gateway.url, { query, variables }, headers),
      };
    },
  };
}

export interface Ready {
  readonly status: string;
  readonly supergraph: {
    readonly state: string;
    readonly reason?: string;
    readonly release: {
      readonly sequence: number;
      readonly hash: string;
      readonly variant: string;
      readonly createdAt: string;
      readonly ageSeconds: number;
      readonly registry: { readonly state: string; readonly reachedAt: string | null };
    };
  };
}

export async function readyz({ gateway }: GatewayUnderTest): Promise<Ready['supergraph']> {
  const answer = await fetch(`${gateway.url}/readyz`);
  if (answer.status !== 200) throw new Error(`not ready: ${String(answer.status)}`);
  return ((await answer.json()) as Ready).supergraph;
}

/** A small region, its registry and a gateway that is started when the test says so. */
export class ReleasedRegion {
  readonly region: SmallRegion;
  readonly registry: FakeRegistry;
  readonly home: GatewayHome;
  #started: GatewayUnderTest[] = [];

  private constructor(region: SmallRegion, registry: FakeRegistry, home: GatewayHome) {
    this.region = region;
    this.registry = registry;
    this.home = home;
  }

  static async create(folder: string): Promise<ReleasedRegion> {
    return new ReleasedRegion(await startSmallRegion(), await FakeRegistry.start(), gatewayHome(folder));
  }

  async start(options: ReleaseStart = {}): Promise<GatewayUnderTest> {
    const gateway = await this.home.start(this.registry, options);
    this.#started.push(gateway);
    return gateway;
  }

  /** Both subgraphs; residents with one more field, so that it can be seen which release answers. */
  with(field: string): readonly FakeSubgraph[] {
    const { residents, energy } = this.region;
    return [{ ...residents, sdl: RESIDENTS_SDL.replace('count: Int!', `count: Int! ${field}: Int`) }, energy];
  }

  release(field: string, more: Partial<Releasing> = {}): ReturnType<FakeRegistry['release']> {
    return this.registry.release({ subgraphs: this.with(field), ...more });
  }

  async close(): Promise<void> {
    await Promise.all(this.#started.map((gateway) => gateway.close()));
    await this.registry.down();
    await this.region.close();
  }
}

/** Which of these fields the gateway knows. */
export async function knownOf(gateway: GatewayUnderTest, ...fields: string[]): Promise<string[]> {
  const answers = await Promise.all(fields.map((field) => gateway.query(`{ ${field} }`)));
  return fields.filter((_field, index) => answers[index]?.status === 200);
}

/** Asks all the time. @returns what ends it and tells how many answers there were and how many were not right */
export function underLoad(gateway: GatewayUnderTest): () => Promise<{ asked: number; failed: number }> {
  let asked = 0;
  let failed = 0;
  let stopped = false;
  const ask = async (): Promise<void> => {
    while (!stopped) {
      const answer = await gateway.query('{ count me { name meter } }').catch(() => null);
      asked += 1;
      if (answer?.status !== 200 || answer.errors.length > 0) failed += 1;
    }
  };
  const all = Promise.all([ask(), ask()]);
  return async () => {
    stopped = true;
    await all;
    return { asked, failed };
  };
}
