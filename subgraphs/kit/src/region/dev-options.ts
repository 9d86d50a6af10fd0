import { parseArgs } from 'node:util';
import { errorMessage } from '../database/index.js';
import { SEED_PROFILES } from '../seed-profiles.js';
import type { Swapped } from './partner/swapped-region.js';
import { parsePort } from './region-plan.js';
import { valueOf } from './settings.js';
import type { Environment } from './state-folder.js';

/** The call itself was wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const DEV_USAGE = `modellregion dev — starts the whole region on this machine: database, subgraphs, gateway

  --port N         port of the gateway                          (MODELLREGION_PORT; default 4000)
  --seed PROFILE   synthetic data of a first start:             (MODELLREGION_SEED; default demo)
                   small, demo, large (takes minutes)
  --data DIR       folder with open data to import,             (MODELLREGION_DATA; default ../shared/data if there)
                   or the word synthetic for made-up records alone
  --state DIR      where database, keys and logs lie            (MODELLREGION_STATE)
  --without NAME   leaves a subgraph out, to serve it by hand   (may be repeated);
                   with the word registry the gateway takes schema/supergraph.graphql as it is
  --subgraph NAME=URL   runs the released region with your own subgraph in it, wherever that runs (may be repeated);
                   others run if their programs are here, and are mocked if not
  --release WHICH  latest (of MODELLREGION_REGISTRY_URL, else schema/supergraph.graphql), or a file with a supergraph
  --help           this text

Environment
  MODELLREGION_<NAME>_PORT           port of a subgraph, default the one of its registry entry; 0 takes a free one
  MODELLREGION_REGISTRY_PORT         port of the registry, default 4010
  MODELLREGION_<NAME>_DATABASE_URL   a PostgreSQL of your own for a subgraph, instead of the embedded one
`;

export interface DevOptions {
  readonly port: number | null;
  readonly seed: string;
  /** Folder with open data, or the word for none; null: the setting decides. */
  readonly data: string | null;
  readonly state: string | null;
  readonly without: readonly string[];
  /** Subgraphs that somebody runs themselves, by name. */
  readonly subgraphs: readonly Swapped[];
  /** Which release they are swapped into. */
  readonly release: string;
  readonly help: boolean;
}

/** @throws UsageError that says what is wrong */
export function readDevOptions(argv: readonly string[], env: Environment): DevOptions {
  const { values } = parse(argv);
  const seed = values.seed ?? valueOf(env, 'MODELLREGION_SEED') ?? 'demo';
  if (!SEED_PROFILES.some((profile) => profile === seed))
    throw new UsageError(`The seed profile must be one of ${SEED_PROFILES.join(', ')}, and is "${seed}".`);
  return {
    port: values.port === undefined ? null : parsePort(values.port, '--port'),
    seed,
    data: values.data ?? null,
    state: values.state ?? null,
    without: values.without ?? [],
    subgraphs: (values.subgraph ?? []).map(swappedOf),
    release: values.release ?? 'latest',
    help: values.help ?? false,
  };
}

function swappedOf(text: string): Swapped {
  const [, name, place = ''] = /^([a-z][a-z0-9]{1,30})=(https?:\/\/.+)$/.exec(text) ?? [];
  if (name === undefined || !URL.canParse(place)) {
    throw new UsageError(
      `--subgraph must be a name and an address, such as tourism=http://localhost:5005, and is "${text}".`,
    );
  }
  const url = new URL(place);
  // What is meant by an address alone is the endpoint.
  if (url.pathname === '/') url.pathname = '/graphql';
  return { name, url };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string' },
        seed: { type: 'string' },
        data: { type: 'string' },
        state: { type: 'string' },
        without: { type: 'string', multiple: true },
        subgraph: { type: 'string', multiple: true },
        release: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(`${errorMessage(error)}\n\n${DEV_USAGE}`);
  }
}
