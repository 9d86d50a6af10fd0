import { parseArgs } from 'node:util';
import { RESERVED_NAMES } from '@modellregion/schema';
import { operatorOf, UsageError, type OperatorOfKey } from './operator-of.js';

export const CREATE_USAGE = `Usage: npx --no modellregion subgraph create NAME --operator AGS [options]

  NAME                  2 to 31 lower-case letters or digits, such as tourism
  --operator KEY        AGS of the municipality (8 digits) or key of the district (5 digits) that operates it
  --operator-name NAME  what people call the operator           (known for Ostwestfalen-Lippe)
  --office OFFICE       the office that answers for it          (default Bürgerservice)
  --email ADDRESS       where that office is reached            (default an example address, to be replaced)
  --port N              port of its process                     (default the next free one of the registry)
`;

export const asksForHelp = (argv: readonly string[]): boolean =>
  argv.includes('--help') || argv.includes('-h');

/** What to create. */
export interface CreateOptions {
  readonly name: string;
  readonly operator: OperatorOfKey;
  readonly office: string;
  readonly email: string;
  readonly port: number | null;
}

/** @throws UsageError that says what is wrong and how it is right */
export function readCreateOptions(argv: readonly string[]): CreateOptions {
  const { positionals, values } = parse(argv);
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new UsageError(`Say one name.\n\n${CREATE_USAGE}`);
  if (!/^[a-z][a-z0-9]{1,30}$/.test(name)) {
    throw new UsageError(`"${name}" must be 2 to 31 lower-case letters or digits, a letter first.`);
  }
  if (RESERVED_NAMES.includes(name)) {
    throw new UsageError(`Choose another name: ${RESERVED_NAMES.join(', ')} mean something else here.`);
  }
  if (values.operator === undefined) throw new UsageError(`Say who operates it.\n\n${CREATE_USAGE}`);
  const operator = operatorOf(values.operator, values['operator-name']);
  return {
    name,
    operator,
    office: values.office ?? 'Bürgerservice',
    email: values.email ?? `modellregion@${slugOf(operator.name)}.example`,
    port: values.port === undefined ? null : portOf(values.port),
  };
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { operator: text, 'operator-name': text, office: text, email: text, port: text },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${CREATE_USAGE}`);
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UsageError(`--port must be a port from 1 to 65535, and is "${text}".`);
}

/** `stadt-guetersloh` of "Stadt Gütersloh": as names are written in addresses and handles. */
export function slugOf(name: string): string {
  const letters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
  return name
    .toLowerCase()
    .replaceAll(/[äöüß]/g, (letter) => letters[letter] ?? '')
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
