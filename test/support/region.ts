import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRegistry, REPOSITORY_ROOT } from '@modellregion/schema';

/** A whole region in processes of its own: embedded database, subgraphs, gateway, on free ports. */
export interface Region {
  /** Origin of the gateway. */
  readonly origin: string;
  readonly state: string;
  readonly runtime: () => Runtime;
  /** A token of the region's own issuer, as `modellregion token` prints it. */
  readonly token: (...args: string[]) => Promise<string>;
  readonly query: (query: string, options?: QueryOptions) => Promise<Answer>;
  /** Serves a subgraph alone beside the region, as a developer would in a second terminal; resolves when it listens. */
  readonly serve: (name: string) => Promise<ChildProcess>;
  readonly stop: () => Promise<void>;
}

export interface Runtime {
  readonly gateway: { readonly port: number; readonly pid: number };
  readonly subgraphs: Readonly<Record<string, { readonly port: number; readonly pid: number }>>;
}

export interface QueryOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly AnswerError[];
}

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Starts a region in a temporary state folder; `stop` removes it. `without` leaves subgraphs out. */
export async function startRegion(
  options: {
    readonly clock?: string;
    readonly without?: readonly string[];
    /** Folder with open data; none if left out, whatever lies beside the clone. */
    readonly data?: string;
    /** Settings of its programs besides. */
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<Region> {
  const state = mkdtempSync(join(tmpdir(), 'modellregion-test-'));
  // As root the database runs as the user postgres, who must be able to pass through.
  chmodSync(state, 0o711);
  const left = options.without ?? [];
  const places = await Promise.all(loadRegistry().map((entry) => placeOf(entry.name, left)));
  const env = {
    ...process.env,
    MODELLREGION_STATE: state,
    MODELLREGION_PORT: '0',
    MODELLREGION_REGISTRY_PORT: '0',
    MODELLREGION_DATA: options.data ?? 'synthetic',
    ...Object.fromEntries(places.flat()),
    ...(options.clock === undefined ? {} : { MODELLREGION_FIXED_CLOCK: options.clock }),
    ...options.env,
  };
  const without = left.flatMap((name) => ['--without', name]);
  const main = join(REPOSITORY_ROOT, 'subgraphs/kit/dist/region/main.js');
  const supervisor = spawn(process.execPath, [main, 'dev', '--seed', 'small', ...without], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await saying(supervisor, 'Modellregion is running');
  const runtime = (): Runtime => JSON.parse(readFileSync(join(state, 'runtime.json'), 'utf8')) as Runtime;
  const origin = `http://127.0.0.1:${String(runtime().gateway.port)}`;
  return {
    origin,
    state,
    runtime,
    token: (...args) => run(join(REPOSITORY_ROOT, 'gateway/dist/token.js'), args, env),
    query: (query, queryOptions) => post(`${origin}/graphql`, query, queryOptions),
    serve: async (name) => {
      const child = spawn(process.execPath, [main, 'serve', name, '--migrate', '--seed', 'small'], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      await saying(child, '"listening"');
      return child;
    },
    stop: async () => {
      await ended(supervisor, 'SIGTERM');
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/** Any free port; for a subgraph that is served beside the region one that the gateway is told beforehand. */
async function placeOf(name: string, left: readonly string[]): Promise<[string, string][]> {
  const variable = name.toUpperCase();
  if (!left.includes(name)) return [[`MODELLREGION_${variable}_PORT`, '0']];
  const port = String(await freePort());
  return [
    [`MODELLREGION_${variable}_PORT`, port],
    [`MODELLREGION_SUBGRAPH_${variable}_URL`, `http://127.0.0.1:${port}/graphql`],
  ];
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** Resolves when a program has said something; rejects with all it said if it ends before. */
function saying(program: ChildProcess, words: string): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes(words)) resolve();
    };
    program.stdout?.on('data', hear);
    program.stderr?.on('data', hear);
    program.once('exit', (code) => {
      reject(new Error(`the program ended with ${String(code)} and said:\n${said}`));
    });
  });
}

/** Sends a signal and waits for the end. */
export function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => {
      resolve();
    });
    child.kill(signal);
  });
}

function run(main: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.once('exit', (code) => {
      if (code === 0) resolve(out.trim());
      else reject(new Error(err));
    });
  });
}

/** One GraphQL request over HTTP. */
export async function post(url: string, query: string, options: QueryOptions = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
    body: JSON.stringify({ query, variables: options.variables, operationName: options.operationName }),
  });
  const body = (await response.json()) as { data?: Answer['data']; errors?: Answer['errors'] };
  return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] };
}
