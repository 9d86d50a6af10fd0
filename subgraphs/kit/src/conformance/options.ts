import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  DEFAULT_DEADLINE_MS,
  loadRegistry,
  RegistryError,
  type PublicCallKey,
  type RegistryEntry,
} from '@modellregion/schema';
import { z } from 'zod';
import { keyFiles } from '../region/keys.js';
import { stateFolder, type Environment } from '../region/state-folder.js';
import { privateCallKeys } from '../server/private-call-keys.js';
import { readPublishedContract, type PublishedContract } from './published-contract.js';
import type { Subject } from './rule.js';
import type { TargetKeys } from './target.js';

/** The run cannot begin; the message says what to do. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError';
}

export const CONFORMANCE_USAGE = `Usage: npx --no modellregion conformance --url URL [options] [-- COMMAND …]

  --url URL        GraphQL endpoint of the running subgraph
  --name NAME      which subgraph of the registry it is         (default: the one with that URL or port)
  --sdl FILE       its published contract                       (default: the file its registry entry names)
  --key FILE       private call keys of a gateway it answers    (default: the region's, in the state folder)
  --keys FILE      key directory that has its public call keys  (default: the region's, in the state folder)
  --samples FILE   JSON, known keys by type: { "Trail": [{ "id": "…" }] }
  --badge FILE     writes a badge: an SVG, or for FILE.md a line of Markdown
  --json           the report for other programs
  -- COMMAND …     starts the subgraph with this command, told PORT and HOST, and stops it at the end

Exit codes: 0 conforms, 1 does not, 2 could not run.
`;

/** What is to be done. */
export interface ConformanceOptions extends Pick<Subject, 'samples'> {
  readonly url: URL;
  readonly name: string;
  readonly contract: PublishedContract;
  readonly keys: TargetKeys;
  /** Version of the contract that its registry entry states. */
  readonly callsBy?: number;
  readonly json: boolean;
  readonly badge: string | null;
  readonly command: readonly string[];
}

const publicKeys = z.record(z.string(), z.array(z.object({ kid: z.string(), x25519: z.string() })));
const samplesFile = z.record(z.string(), z.array(z.record(z.string(), z.unknown())));

/** @throws ConformanceError that says what is wrong and what to do */
export function readConformanceOptions(argv: readonly string[], env: Environment): ConformanceOptions {
  const end = argv.indexOf('--');
  const command = end === -1 ? [] : argv.slice(end + 1);
  const given = parse(end === -1 ? argv : argv.slice(0, end));
  if (given.url === undefined || !URL.canParse(given.url)) {
    throw new ConformanceError(
      `--url must be the URL of the subgraph's GraphQL endpoint.\n\n${CONFORMANCE_USAGE}`,
    );
  }
  const url = new URL(given.url);
  const entry = entryFor(given.name, url, given.sdl !== undefined);
  const name = given.name ?? entry?.name;
  const sdlFile = given.sdl === undefined ? entry?.sdlFile : resolve(given.sdl);
  if (name === undefined || sdlFile === undefined) {
    throw new ConformanceError(
      `No subgraph of the registry has ${url.origin}: say which it is with --name and --sdl.`,
    );
  }
  const files = keyFiles(stateFolder(env));
  const sdl = read(sdlFile, 'the published contract (--sdl)');
  const limits = { owns: entry?.owns, deadlineMs: entry?.deadlineMs ?? DEFAULT_DEADLINE_MS };
  return {
    url,
    name,
    contract: readPublishedContract(sdl, limits),
    keys: {
      gateway: gatewayKey(given.key ?? files.callKeys('gateway')),
      subgraph: subgraphKey(given.keys ?? files.directory, name),
    },
    ...(entry?.contract === undefined ? {} : { callsBy: entry.contract }),
    samples: given.samples === undefined ? {} : readJson(given.samples, samplesFile, '--samples'),
    json: given.json ?? false,
    badge: given.badge ?? null,
    command,
  };
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        url: text,
        name: text,
        sdl: text,
        key: text,
        keys: text,
        samples: text,
        badge: text,
        json: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new ConformanceError(`${messageOf(error)}\n\n${CONFORMANCE_USAGE}`);
  }
}

function entryFor(name: string | undefined, url: URL, hasSdl: boolean): RegistryEntry | undefined {
  let registry: readonly RegistryEntry[];
  try {
    registry = loadRegistry();
  } catch (error) {
    // A partner's folder may have no registry; then everything is said by options.
    if (hasSdl && name !== undefined) return undefined;
    if (error instanceof RegistryError) throw new ConformanceError(error.message);
    throw error;
  }
  return registry.find((entry) =>
    name === undefined
      ? new URL(entry.url).host === url.host || new URL(entry.url).port === url.port
      : entry.name === name,
  );
}

function gatewayKey(file: string): TargetKeys['gateway'] {
  const [key] = readWith(
    file,
    privateCallKeys,
    '--key',
    'a list of private call keys, as "modellregion call-key gateway" writes it',
  );
  if (key === undefined) throw new ConformanceError(`--key: ${file} holds no key.`);
  return key;
}

function subgraphKey(file: string, name: string): PublicCallKey {
  const [key] = readJson(file, publicKeys, '--keys')[name] ?? [];
  if (key !== undefined) return key;
  throw new ConformanceError(
    `--keys: ${file} has no key of ${name}: add the public part that "modellregion call-key ${name}" prints.`,
  );
}

function readJson<T>(file: string, shape: z.ZodType<T>, option: string): T {
  return readWith(
    file,
    (text) => shape.parse(JSON.parse(text)),
    option,
    'JSON of the form that "modellregion help conformance" shows',
  );
}

function readWith<T>(file: string, read_: (text: string) => T, option: string, form: string): T {
  const text = read(file, option);
  try {
    return read_(text);
  } catch {
    // The fault's own text may quote a private key.
    throw new ConformanceError(`${option}: ${file} is not ${form}.`);
  }
}

function read(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConformanceError(
      `${what}: ${file} cannot be read. Start the region once (npm start) to have one, or name another.`,
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
