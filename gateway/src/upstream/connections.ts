import type { RegistryEntry } from '@modellregion/schema';
import { environmentName, type GatewayConfig } from '../config.js';
import type { SubgraphTarget } from '../supergraph/subgraph-directory.js';
import { asSupergraphFault } from '../supergraph/supergraph-error.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import { signersFor } from './call-keys.js';
import { createCallSubgraph, type CallSubgraph } from './call-subgraph.js';
import { createHealthBoard, type HealthBoard, type SubgraphHealth } from './health.js';
import type { Outgoing } from './outgoing.js';
import { startProbes } from './probe.js';
import type { SignRequest } from './sign-request.js';
import { createSubgraphClient, type SubgraphClient } from './subgraph-client.js';

/** One subgraph and the way to call it. */
export interface ConnectedSubgraph {
  readonly target: SubgraphTarget;
  readonly call: CallSubgraph;
}

/** The connections that one supergraph uses. */
export interface Connected {
  readonly subgraphs: readonly ConnectedSubgraph[];
  /** In the order of the supergraph. */
  readonly health: () => readonly SubgraphHealth[];
  /** Begins to ask subgraphs how they are, those that nobody asks yet. */
  readonly probe: () => void;
  /** Closes what no other supergraph uses. May be called more than once. */
  readonly release: () => Promise<void>;
}

/** Connections to subgraphs: those of the supergraph in use, of the next and of the ones that requests still use. */
export interface Connections {
  /**
   * A subgraph that is called as before keeps its connections, and with them what is known of its health.
   *
   * @throws SupergraphError if calls that must be signed cannot be
   */
  readonly open: (targets: readonly SubgraphTarget[], registry: readonly RegistryEntry[]) => Connected;
  /** Gives up whatever is under way. */
  readonly close: () => Promise<void>;
}

interface Parts {
  readonly config: GatewayConfig;
  readonly outgoing: Outgoing;
  readonly log: Logger;
  readonly metrics: Metrics;
}

export function createConnections(parts: Parts): Connections {
  const { config, log, metrics } = parts;
  const all = new Set<Connection>();
  const drop = async (connection: Connection): Promise<void> => {
    if (!connection.leave()) return;
    all.delete(connection);
    const { name } = connection.target;
    if (![...all].some(({ target }) => target.name === name)) metrics.breakerGone(name);
    await connection.close();
  };
  return {
    open: (targets, registry) => {
      const known = targets.map((target) => [...all].find((it) => isSame(it.target, target)));
      const added = targets.filter((_target, index) => known[index] === undefined);
      const signers = asSupergraphFault('SUBGRAPH_WITHOUT_KEY', () =>
        signersFor(added, registry, config, log),
      );
      const used = targets.map(
        (target, index) => known[index] ?? connect(target, signers.get(target.name) ?? null, parts),
      );
      for (const connection of used) {
        connection.enter();
        all.add(connection);
      }
      return connected(used, drop);
    },
    close: async () => {
      await Promise.all([...all].map((connection) => connection.close()));
      all.clear();
    },
  };
}

function connected(used: readonly Connection[], drop: (connection: Connection) => Promise<void>): Connected {
  let released: Promise<unknown> | null = null;
  return {
    subgraphs: used,
    health: () => used.flatMap(({ health }) => health.list()),
    probe: () => {
      for (const connection of used) connection.probe();
    },
    release: async () => {
      await (released ??= Promise.all(used.map(drop)));
    },
  };
}

/** Everything that decides how it is called and what is told of it. */
function isSame(a: SubgraphTarget, b: SubgraphTarget): boolean {
  return (
    a.name === b.name &&
    a.url.href === b.url.href &&
    a.deadlineMs === b.deadlineMs &&
    a.registered === b.registered &&
    a.operator === b.operator &&
    a.contract === b.contract &&
    JSON.stringify(a.keys) === JSON.stringify(b.keys)
  );
}

function connect(
  target: SubgraphTarget,
  sign: SignRequest | null,
  { config, outgoing, log, metrics }: Parts,
): Connection {
  const way = outgoing.toSubgraph(config.subgraphProxies.get(environmentName(target.name)));
  const client = createSubgraphClient(target.url, { ...target, maxAnswerBytes: config.maxAnswerBytes }, way);
  // A board of its own: what two connections to one name see, at an old address and a new one, is not mixed.
  const health = createHealthBoard([target]);
  const call = createCallSubgraph({ target, client, sign, breaker: config.breaker, health, log, metrics });
  return new Connection({ target, client, health, call });
}

interface Made extends ConnectedSubgraph {
  readonly client: SubgraphClient;
  readonly health: HealthBoard;
}

class Connection implements ConnectedSubgraph {
  readonly target: SubgraphTarget;
  readonly call: CallSubgraph;
  readonly health: HealthBoard;
  readonly #client: SubgraphClient;
  #users = 0;
  #stopProbes: (() => void) | null = null;

  constructor({ target, call, health, client }: Made) {
    this.target = target;
    this.call = call;
    this.health = health;
    this.#client = client;
  }

  enter(): void {
    this.#users += 1;
  }

  /** @returns whether nobody uses it any longer */
  leave(): boolean {
    this.#users -= 1;
    return this.#users === 0;
  }

  probe(): void {
    this.#stopProbes ??= startProbes([{ target: this.target, client: this.#client }], this.health);
  }

  async close(): Promise<void> {
    this.#stopProbes?.();
    await this.#client.close();
  }
}
