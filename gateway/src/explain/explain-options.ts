import { parseArgs } from 'node:util';
import { reasonOf } from '../errors/fault.js';
import { StartupError } from '../errors/startup-error.js';
import { readArgument, readJsonObject } from './read-argument.js';

export const EXPLAIN_HELP = `modellregion explain FILE.graphql — which subgraphs an operation asks for what, and in which order

  --operation NAME   which operation of the file, if it holds several
  --variables JSON   the operation's variables, or @FILE with them; without: their defaults decide @skip and @include
  --json             for other programs

It plans and asks nobody, unless --url says whom
  --supergraph FILE  the composed schema to plan with    (MODELLREGION_SUPERGRAPH; default: the region's own)
  --label LABEL      a label of @override(label:) that is on; may be repeated

With a gateway it sends the operation, a mutation too, and tells what was sent when and how long it took
  --url URL          http://127.0.0.1:4000
  --token TOKEN      who asks, or @FILE with the token; in production it needs the scope gateway:explain
  --purpose P        the purpose of the request (Modellregion-Purpose)
  --help             this text

Exit codes: 0 explained, 1 this operation is not executed or not explained, 2 asked in a wrong way.
`;

/** What is to be explained, and how. */
export interface ExplainRequest {
  readonly file: string;
  /** Null: the only one. */
  readonly operationName: string | null;
  /** Null: none were given. */
  readonly variables: Readonly<Record<string, unknown>> | null;
  readonly json: boolean;
  /** Whom to ask; null: nobody, it is only planned. */
  readonly gateway: AskedGateway | null;
  /** Null: that of the environment, or the region's own. */
  readonly supergraph: string | null;
  readonly labels: readonly string[];
}

export interface AskedGateway {
  readonly url: URL;
  readonly token: string | null;
  readonly purpose: string | null;
}

const OPTIONS = {
  operation: { type: 'string' },
  variables: { type: 'string' },
  json: { type: 'boolean' },
  supergraph: { type: 'string' },
  label: { type: 'string', multiple: true },
  url: { type: 'string' },
  token: { type: 'string' },
  purpose: { type: 'string' },
} as const;

/** @throws StartupError (exit code 2) naming every fault at once */
export function parseExplainOptions(argv: readonly string[]): ExplainRequest {
  const faults: string[] = [];
  const { values, positionals } = parse(argv);
  const [file = '', ...more] = positionals;
  if (file === '' || more.length > 0) faults.push('Name one file with a GraphQL operation.');
  const variables =
    values.variables === undefined ? null : readJsonObject('--variables', values.variables, faults);
  const misplaced =
    values.url === undefined
      ? (['token', 'purpose'] as const).filter((name) => values[name] !== undefined)
      : (['supergraph', 'label'] as const).filter((name) => values[name] !== undefined);
  for (const name of misplaced)
    faults.push(`--${name} has a meaning only ${values.url === undefined ? 'with' : 'without'} --url.`);
  const gateway = values.url === undefined ? null : readGateway(values.url, values, faults);
  if (faults.length > 0) throw StartupError.ofFaults(faults);
  return {
    file,
    variables,
    gateway,
    operationName: values.operation ?? null,
    json: values.json === true,
    supergraph: values.supergraph ?? null,
    labels: values.label ?? [],
  };
}

function parse(argv: readonly string[]): ReturnType<typeof parseValues> {
  try {
    return parseValues(argv);
  } catch (error) {
    throw StartupError.ofFaults([`${reasonOf(error).split('. ')[0] ?? ''}; see --help.`]);
  }
}

const parseValues = (argv: readonly string[]) =>
  parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: true });

function readGateway(
  text: string,
  given: { readonly token?: string | undefined; readonly purpose?: string | undefined },
  faults: string[],
): AskedGateway | null {
  const token = given.token === undefined ? null : readToken(given.token, faults);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || `${url.username}${url.password}` !== '') {
    faults.push('--url must be the http or https address of a gateway, without user and password.');
    return null;
  }
  if (url.pathname === '/') url.pathname = '/graphql';
  return { url, token, purpose: given.purpose ?? null };
}

/** A faulty token is not repeated: what was meant may be secret. */
function readToken(text: string, faults: string[]): string | null {
  const token = readArgument('--token', text, faults);
  if (token === null || /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) return token;
  faults.push('--token must be a signed token (JWT), or @ and the name of a file that holds one.');
  return null;
}
