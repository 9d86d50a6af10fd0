/** The options of the command line; each overrides the environment variable of the same meaning. */
export interface CliOptions {
  readonly supergraph?: string;
  readonly registry?: string;
  readonly port?: string;
  readonly host?: string;
  readonly profile?: string;
  readonly help: boolean;
}

const NAMES = ['supergraph', 'registry', 'port', 'host', 'profile'] as const;
type Name = (typeof NAMES)[number];

export const HELP = `modellregion gateway — one GraphQL interface over the region's subgraphs

  --supergraph FILE  the composed schema to serve        (MODELLREGION_SUPERGRAPH; default: the region's own)
  --registry URL     serve the region's releases instead (MODELLREGION_REGISTRY_URL)
  --port N           port to listen on, 0 for any free   (PORT; default 4000)
  --host H           address to listen on                (HOST; default 127.0.0.1)
  --profile P        production, developer or open       (MODELLREGION_PROFILE; default production)
  --help             this text

Profiles
  production  tokens checked, calls to registered subgraphs signed, introspection off
  developer   the same with the local issuer of the state folder, introspection and the developer pages on
  open        no identity at all, introspection on: for any supergraph, without personal data

Environment
  MODELLREGION_JWT_ISSUER, MODELLREGION_JWT_AUDIENCE, MODELLREGION_JWKS (https URL or file)   who signs tokens
  MODELLREGION_JWT_CLIENTS            client ids (azp) whose tokens are accepted, separated by commas; default all
  MODELLREGION_KEY_DIRECTORY, MODELLREGION_CALL_KEY_FILE   keys of the signed calls to registered subgraphs
  MODELLREGION_SUBGRAPH_<NAME>_URL    address of a subgraph, before registry and supergraph
  MODELLREGION_REGION, MODELLREGION_RELEASE_KEYS           whose releases are taken from the registry
  MODELLREGION_GATEWAY_NAME, MODELLREGION_REPORT_KEY_FILE  who reports to it what is served and used
  MODELLREGION_DEADLINE_MS            longest wait for a subgraph without a deadline of its own; default 3000
  MODELLREGION_CA_FILE                authorities that vouch for subgraphs with https addresses
  MODELLREGION_TLS_CERT_FILE, MODELLREGION_TLS_KEY_FILE   certificate and key of the listener; without: plain HTTP
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY   the way to subgraphs and issuer
  LOG_LEVEL                           fatal, error, warn, info, debug, trace or silent; default info
`;

/** Reads the arguments and notes in `faults` everything that is unknown, so that all of it is told at once. */
export function parseCli(argv: readonly string[], faults: string[]): CliOptions {
  const values: Partial<Record<Name, string>> = {};
  let help = false;
  const rest = [...argv];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '--help' || argument === '-h') {
      help = true;
      continue;
    }
    const [, name = '', inline] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    const next = rest[0]?.startsWith('-') === false ? rest[0] : undefined;
    const value = inline ?? next;
    if (name !== '' && inline === undefined && next !== undefined) rest.shift();
    if (name === '') faults.push(`"${argument}" is not an option; see --help.`);
    else if (!isName(name)) faults.push(`--${name} is not known; the options are ${known()}, --help.`);
    else if (value === undefined || value === '') faults.push(`--${name} needs a value; see --help.`);
    else values[name] = value;
  }
  return { ...values, help };
}

const isName = (name: string): name is Name => NAMES.some((it) => it === name);
const known = (): string => NAMES.map((name) => `--${name}`).join(', ');
