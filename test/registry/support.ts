import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY_ROOT, type PrivateCallKey } from '@modellregion/schema';
import type { PublicationReport } from '@modellregion/schema/checks';
import {
  publicPart,
  signReport,
  signStatement,
  type PrivateSigningKey,
  type ReportKind,
  type Report,
  type MemberRole,
  type Statement,
} from '@modellregion/schema/release';
import { ensureDatabases, migrate, startCluster, systemClock, type Clock } from '@modellregion/subgraph-kit';
import { newSigningKey } from '@modellregion/subgraph-kit/region';
import { pino } from 'pino';
import pg from 'pg';
import {
  connect,
  found,
  serveRegistry,
  type FoundingContract,
  type RegistryConfig,
  type RunningRegistry,
} from '../../subgraphs/registry/src/index.js';

export const REGION = 'testland';
export const MIGRATIONS = join(REPOSITORY_ROOT, 'subgraphs/registry/prisma/migrations');

/** Keys of everybody in the made-up region. */
export const KEYS = {
  release: newSigningKey('release'),
  steward: newSigningKey('steward'),
  parks: newSigningKey('parks'),
  trees: newSigningKey('trees'),
  edge: newSigningKey('edge'),
  stranger: newSigningKey('stranger'),
} as const;
export type Member = keyof typeof KEYS;

const NUMBERS: Readonly<Record<string, object>> = {
  steward: { ars: '057000000000' },
  parks: { ags: '05774032' },
  trees: { ags: '05774020' },
  edge: { ars: '057000000001' },
};

/** A member as it is admitted. */
export function member(name: Member, roles: readonly MemberRole[]) {
  return {
    member: name,
    name: `Stadt ${name}`,
    ...NUMBERS[name],
    contact: { office: 'Bürgeramt', email: `${name}@town.example` },
    roles: [...roles],
    keys: [publicPart(KEYS[name])],
  };
}

/** A registry entry as a registry file states it. */
export function entryOf(name: string, owns: readonly string[], more: object = {}) {
  return {
    name,
    operator: {
      name: `Stadt ${name}`,
      ...NUMBERS[name],
      contact: { office: 'Bürgeramt', email: `${name}@town.example` },
    },
    url: `http://127.0.0.1:${String(5_000 + name.length + (name.codePointAt(0) ?? 0))}/graphql`,
    sdl: `subgraphs/${name}/schema.graphql`,
    dataClasses: ['PUBLIC'],
    owns,
    deadlineMs: 3_000,
    keys: [],
    ...more,
  };
}

const LINK = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@external", "@override"])

"""
Nothing of this type is about a person. Every object type says so, or which data about a person it holds (@personalData).
Who may read it is a matter of its guards. It speaks to the checks of the contract alone and is not composed into the
supergraph.
"""
directive @public on OBJECT
`;

/** Stadt parks: parks, and whatever fields a test adds to them. */
export const parksSdl = (fields = ''): string => `${LINK}
"A park."
type Park @key(fields: "id") @public {
  "Its id."
  id: ID!
  "Its name."
  name: String
  ${fields}
}

"Where queries begin."
type Query {
  "One park."
  park("Its id." id: ID!): Park
}
`;

/** Stadt trees: trees that stand in parks. */
export const treesSdl = (parkFields = ''): string => `${LINK}
"A park."
type Park @key(fields: "id"${parkFields === '' ? ', resolvable: false' : ''}) {
  "Its id."
  id: ID!
  ${parkFields}
}

"A tree."
type Tree @key(fields: "id") @public {
  "Its id."
  id: ID!
  "Where it stands."
  park: Park
}

type Query {
  "One tree."
  tree("Its id." id: ID!): Tree
}
`;

export const publishParks = (sdl: string, more: object = {}) =>
  ({
    action: 'subgraph.publish',
    body: { name: 'parks', entry: entryOf('parks', ['Park'], more), sdl },
  }) as const;
export const publishTrees = (sdl: string, more: object = {}) =>
  ({
    action: 'subgraph.publish',
    body: { name: 'trees', entry: entryOf('trees', ['Tree'], more), sdl },
  }) as const;

/** What an answer to a statement says. */
export interface Answer {
  readonly status: 'DONE' | 'UNCHANGED' | 'CHECK_REFUSED' | 'REFUSED';
  readonly refusal: { readonly code: string; readonly reason: string; readonly remedy: string } | null;
  readonly check: { readonly status: string; readonly refusedBy: readonly string[] } | null;
  /** What the check found, in words: shows why an expectation was wrong. */
  readonly problems: readonly string[];
  readonly release: { readonly sequence: number; readonly hash: string } | null;
  readonly entry: { readonly sequence: number; readonly effect: string } | null;
}

/** A registry on a database of its own: a steward, the towns parks (published) and trees, a gateway called edge. */
export interface RegistryUnderTest {
  readonly origin: string;
  readonly url: string;
  /** A connection with all rights of the registry's role. */
  readonly sql: pg.Client;
  readonly running: () => RunningRegistry;
  /** Signs an act as a member would and sends it. */
  act(by: Member, act: Act, options?: Partial<Envelope>): Promise<Answer>;
  sign(by: Member, act: Act, options?: Partial<Envelope>): Promise<string>;
  submit(jws: string): Promise<Answer>;
  ask<Data>(query: string, headers?: Readonly<Record<string, string>>): Promise<Data>;
  report<Kind extends ReportKind>(
    kind: Kind,
    report: Report<Kind>,
    key?: PrivateSigningKey,
  ): Promise<Response>;
  /** Hash of the newest release, as a gateway sees it. */
  releaseHash(): Promise<string>;
  /** Another process, as it were, on the same database. */
  beside(): Promise<RunningRegistry>;
  /** Stops it and serves the same database again. */
  restart(
    releaseKeys?: readonly [PrivateSigningKey, ...PrivateSigningKey[]],
    settings?: Partial<RegistryConfig>,
  ): Promise<void>;
  stop(): Promise<void>;
}

export type Act = Pick<Statement, 'action'> & { readonly body: unknown };

interface Envelope {
  readonly region: string;
  readonly id: string;
  readonly issuedAt: string;
  readonly reason: string;
  readonly key: PrivateSigningKey;
}

/** Databases for registries. */
export interface RegistryCluster {
  /** URL of an empty one. */
  database(): Promise<string>;
  stop(): Promise<void>;
}

export async function startRegistryCluster(): Promise<RegistryCluster> {
  const state = mkdtempSync(join(tmpdir(), 'modellregion-registry-'));
  // As root the database runs as the user postgres, who must be able to pass through.
  chmodSync(state, 0o711);
  const cluster = await startCluster({ state, durable: false });
  let count = 0;
  return {
    database: async () => {
      const name = `registry${String((count += 1))}`;
      return (await ensureDatabases(cluster, state, [name])).get(name) ?? '';
    },
    stop: async () => {
      await cluster.stop();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/** @param contracts of the founding release; default parks alone */
export async function startRegistry(
  options: {
    /** Where its database is to be; default a cluster of its own, which it stops. */
    readonly cluster?: RegistryCluster;
    readonly clock?: Clock;
    readonly contracts?: readonly FoundingContract[];
    /** Keys with which it asks running subgraphs; it asks none without. */
    readonly callKeys?: readonly PrivateCallKey[];
    readonly settings?: Partial<RegistryConfig>;
  } = {},
): Promise<RegistryUnderTest> {
  const cluster = options.cluster ?? (await startRegistryCluster());
  const url = await cluster.database();
  await migrate({ url, folder: MIGRATIONS });
  await foundTestland(url, options.contracts);
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  const clock = options.clock ?? systemClock;
  const { callKeys = [], settings = {} } = options;
  const configured = (keys: readonly [PrivateSigningKey, ...PrivateSigningKey[]]): RegistryConfig => ({
    ...configOf(url, keys, callKeys),
    ...settings,
  });
  let running = await serveRegistry(configured([KEYS.release]), clock);
  const origin = (): string => `http://127.0.0.1:${String(running.port)}`;
  const sign: RegistryUnderTest['sign'] = (by, act, { key = KEYS[by], ...more } = {}) =>
    signStatement(
      {
        region: REGION,
        member: by,
        id: randomUUID(),
        issuedAt: clock.now().toISOString(),
        reason: 'A test',
        ...more,
        ...act,
      } as Statement,
      key,
    );
  const ask = async <Data>(
    query: string,
    headers: Readonly<Record<string, string>> = {},
    variables: object = {},
  ): Promise<Data> => {
    const response = await fetch(`${origin()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: Data; errors?: { message: string }[] };
    if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '));
    return data;
  };
  const submit = async (statement: string): Promise<Answer> => {
    const query = `mutation ($statement: String!) { submit(statement: $statement) {
      status refusal { code reason remedy } check { status refusedBy report } release { sequence hash }
      entry { sequence effect } } }`;
    type Given = Omit<Answer, 'problems'> & { check: { report: string } | null };
    const { submit: answer } = await ask<{ submit: Given }>(query, {}, { statement });
    return { ...answer, problems: answer.check === null ? [] : problemsIn(answer.check.report) };
  };
  return {
    get origin() {
      return origin();
    },
    url,
    sql,
    running: () => running,
    sign,
    submit,
    ask,
    act: async (by, act, more) => submit(await sign(by, act, more)),
    report: async (kind, report, key = KEYS.edge) =>
      fetch(`${origin()}/reports/${kind}`, {
        method: 'POST',
        headers: { 'content-type': 'application/jose' },
        body: await signReport(kind, report, key),
      }),
    releaseHash: async () =>
      ((await fetch(`${origin()}/releases/latest`)).headers.get('etag') ?? '').replaceAll('"', ''),
    beside: () => serveRegistry(configured([KEYS.release]), clock),
    restart: async (releaseKeys = [KEYS.release], changed = {}) => {
      await running.close();
      running = await serveRegistry({ ...configured(releaseKeys), ...changed }, clock);
    },
    stop: async () => {
      await running.close();
      await sql.end();
      if (options.cluster === undefined) await cluster.stop();
    },
  };
}

const PROFILE = { profile: 'developer', allowedHosts: null } as const;

/** What `registry init` does. */
export async function foundTestland(
  url: string,
  contracts: readonly FoundingContract[] = [parksContract()],
  settings: Partial<Pick<RegistryConfig, 'profile' | 'allowedHosts'>> = {},
): Promise<void> {
  const db = connect({ url, poolMax: 2, statementTimeoutMs: 10_000, applicationName: 'test' });
  const log = pino({ level: 'silent' });
  try {
    await found(
      { db, clock: systemClock, log, releaseKeys: [KEYS.release], ...PROFILE, ...settings },
      {
        region: REGION,
        members: [
          member('steward', ['steward']),
          member('parks', ['operator']),
          member('trees', ['operator']),
          member('edge', ['gateway']),
        ],
        variants: [],
        contracts,
        grants: [],
        reason: 'The region begins',
      },
    );
  } finally {
    await db.$disconnect();
  }
}

export function parksContract(): FoundingContract {
  const entry = entryOf('parks', ['Park']) as unknown as FoundingContract['entry'];
  return { member: 'parks', entry, sdl: parksSdl() };
}

function configOf(
  databaseUrl: string,
  releaseKeys: readonly [PrivateSigningKey, ...PrivateSigningKey[]],
  callKeys: readonly PrivateCallKey[],
): RegistryConfig {
  return {
    databaseUrl,
    poolMax: 4,
    port: 0,
    host: '127.0.0.1',
    ...PROFILE,
    releaseKeys,
    usageDays: 30,
    portalQueries: [],
    askRunning: callKeys.length > 0,
    callKeys,
    addresses: new Map(),
    caFile: null,
    outgoing: { bundle: null, httpProxy: null, httpsProxy: null, noProxy: '' },
    tls: null,
    logLevel: 'silent',
  };
}

function problemsIn(report: string): readonly string[] {
  const { results } = JSON.parse(report) as Pick<PublicationReport, 'results'>;
  return results.flatMap(({ findings }) => findings.map(({ code, problem }) => `${code}: ${problem}`));
}
