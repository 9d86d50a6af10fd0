import { randomUUID } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import type { RegistryEntry } from '@modellregion/schema';
import { parse } from 'graphql';
import {
  createGateway,
  createLogger,
  readConfig,
  type Gateway,
  type GatewayConfig,
} from '../../gateway/src/index.js';
import type { FakeSubgraph } from './fake-subgraph.js';

/** A folder for one test, and what removes it. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'modellregion-gateway-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

type Composable = Pick<FakeSubgraph, 'name' | 'url' | 'sdl'>;

/** Composes subgraphs. */
export function composed(subgraphs: readonly Composable[]): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/** Composes subgraphs and writes the supergraph. */
export function writeSupergraph(folder: string, subgraphs: readonly Composable[]): string {
  // A file of its own each time: what a running gateway was started with is not to change under it.
  const file = join(folder, `supergraph-${randomUUID()}.graphql`);
  writeFileSync(file, composed(subgraphs));
  return file;
}

/** Puts a text in the place of a file, as an operator should: at once, never half of it. */
export function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

export const OPERATORS: Readonly<Record<string, string>> = {
  residents: 'Stadt Paderborn',
  energy: 'Stadt Delbrück',
};

/** A registry with an entry per subgraph. */
export function registryOf(subgraphs: readonly FakeSubgraph[], deadlineMs = 400): readonly RegistryEntry[] {
  return subgraphs.map(({ name, url }) => ({
    name,
    url,
    deadlineMs,
    operator: {
      name: OPERATORS[name] ?? name,
      ags: '05774032',
      contact: { office: 'Amt', email: 'amt@example.org' },
    },
    sdl: `${name}.graphql`,
    sdlFile: `/nowhere/${name}.graphql`,
    dataClasses: [],
    owns: [],
    keys: [],
  }));
}

export interface GatewayUnderTest {
  readonly gateway: Gateway;
  /** Lines of the log so far, parsed. */
  readonly log: Record<string, unknown>[];
  /** The next line of the log about this event, or one that was not asked for yet. */
  event(name: string): Promise<Record<string, unknown>>;
  query(query: string, options?: QueryOptions): Promise<GraphqlAnswer>;
  close(): Promise<void>;
}

export interface QueryOptions {
  readonly variables?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
}

export interface GraphqlAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: unknown;
  readonly errors: readonly {
    message: string;
    path?: (string | number)[];
    extensions: Record<string, unknown>;
  }[];
}

export interface StartOptions {
  readonly env?: Record<string, string>;
  readonly argv?: readonly string[];
  readonly registry?: readonly RegistryEntry[];
  readonly readRegistry?: () => readonly RegistryEntry[];
  /** Settings that have no environment variable. */
  readonly config?: Partial<GatewayConfig>;
}

/** Starts a gateway over a supergraph file in this process; profile `open` unless told otherwise. */
export async function startGateway(
  supergraphFile: string,
  options: StartOptions = {},
): Promise<GatewayUnderTest> {
  const { log, event, destination } = awaitableLog();
  const argv = ['--supergraph', supergraphFile, '--port', '0', ...(options.argv ?? ['--profile', 'open'])];
  const config = readConfig(argv, options.env ?? {});
  const { registry = [], readRegistry } = options;
  const gateway = await createGateway(
    { ...config, drainMs: 0, ...options.config },
    {
      registry,
      ...(readRegistry === undefined ? {} : { readRegistry }),
      log: createLogger(config.logLevel, destination),
    },
  );
  return {
    gateway,
    log,
    event,
    close: () => gateway.close(),
    query: (query, { variables, headers } = {}) => post(gateway.url, { query, variables }, headers),
  };
}

type Line = Record<string, unknown>;

export function awaitableLog(): Pick<GatewayUnderTest, 'log' | 'event'> & {
  destination: { write: (text: string) => void };
} {
  const log: Line[] = [];
  const fresh: Line[] = [];
  const waiting = new Map<string, ((line: Line) => void)[]>();
  return {
    log,
    event: (name) => {
      const at = fresh.findIndex(({ event }) => event === name);
      const [line] = at === -1 ? [] : fresh.splice(at, 1);
      if (line !== undefined) return Promise.resolve(line);
      return new Promise((resolve) => waiting.set(name, [...(waiting.get(name) ?? []), resolve]));
    },
    destination: {
      write: (text) => {
        const line = JSON.parse(text) as Line;
        log.push(line);
        const next = waiting.get(String(line['event']))?.shift();
        if (next === undefined) fresh.push(line);
        else next(line);
      },
    },
  };
}

export async function post(
  url: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<GraphqlAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const answer = JSON.parse(text) as { data?: unknown; errors?: GraphqlAnswer['errors'] };
  const { data, errors = [] } = answer;
  return { status: response.status, headers: response.headers, text, data, errors };
}
