import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { loadKeyDirectory, loadRegistry, readTlsFiles, type PrivateCallKey } from '@modellregion/schema';
import { pino, type Logger } from 'pino';
import { systemClock } from '../clock.js';
import { clockOf, type SubgraphConfig } from '../config.js';
import { ConfigError } from '../read-environment.js';
import type { Subgraph } from '../define-subgraph.js';
import { checkDatabase, STATEMENT_TIMEOUT_MS } from '../database/index.js';
import { callVerifier, type CallVerifierKeys } from './call-verifier.js';
import { graphqlServer } from './graphql-server.js';
import { httpServer } from './http-server.js';
import { privateCallKeys } from './private-call-keys.js';

/** A subgraph that listens. */
export interface RunningSubgraph {
  readonly port: number;
  readonly log: Logger;
  /** Answers what is under way, then closes server and database. */
  readonly close: () => Promise<void>;
}

/**
 * Serves a subgraph over HTTP or HTTPS: `/graphql` for signed calls of the gateway, `/livez`, `/readyz`.
 *
 * @throws ConfigError if keys are missing; Error of the port if it is taken.
 */
export async function serveSubgraph<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  config: SubgraphConfig,
): Promise<RunningSubgraph> {
  const log = pino({ name: subgraph.name, level: config.logLevel, base: { name: subgraph.name } });
  const clock = clockOf(config);
  // Signatures have an age of their own, whatever day the data is looked at.
  const verify = callVerifier(readKeys(subgraph.name, config), systemClock);
  const settings = {
    url: config.databaseUrl,
    poolMax: config.poolMax,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: subgraph.name,
  };
  const db = subgraph.connect(settings);
  const apollo = await graphqlServer(subgraph, { introspection: config.profile === 'developer', log });
  const drainMs = config.profile === 'developer' ? 0 : 1_500;
  const http = await httpServer({
    apollo,
    verify,
    log,
    name: subgraph.name,
    version: subgraph.version,
    tls: config.tls === null ? null : readTlsFiles(config.tls),
    database: () => checkDatabase(settings),
    context: (caller) => {
      const request = { caller, requestId: caller.requestId, clock, log };
      return { ...request, services: subgraph.services(db, request) };
    },
  });
  await http.app.listen({ port: config.port, host: config.host });
  const { port } = http.app.server.address() as AddressInfo;
  log.info({ port, tls: config.tls !== null, version: subgraph.version }, 'listening');
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await http.drain(drainMs);
    await apollo.stop();
    await subgraph.disconnect(db);
  };
  return { port, log, close: () => (closing ??= close()) };
}

function readKeys(name: string, config: SubgraphConfig): CallVerifierKeys {
  const directory = loadKeyDirectory(config.keyDirectoryFile, loadRegistry());
  let own: readonly PrivateCallKey[];
  try {
    own = privateCallKeys(readFileSync(config.callKeyFile, 'utf8'));
  } catch {
    throw new ConfigError(
      `MODELLREGION_CALL_KEY_FILE: ${config.callKeyFile} cannot be read as a list of private call keys.`,
    );
  }
  if (directory.gateway.length === 0) {
    throw new ConfigError(
      `${name} has no keys to verify the gateway with: ${config.keyDirectoryFile} must hold its public keys.`,
    );
  }
  return { own, gateway: directory.gateway, registry: directory.registry };
}
