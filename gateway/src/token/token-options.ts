import { parseArgs } from 'node:util';
import { TRUST_LEVELS, type TrustLevel } from '@modellregion/schema';
import { reasonOf } from '../errors/fault.js';
import { StartupError } from '../errors/startup-error.js';
import { ROLES } from './roles.js';

export const TOKEN_HELP = `modellregion token — a bearer token of the local issuer, for developers and tests

  --resident ID     for the citizen with this Resident id
  --official ROLE   for a member of staff: ${Object.keys(ROLES).join(', ')}
  --subject ID      staff id; default staff-<role>
  --trust LEVEL     ${TRUST_LEVELS.join(', ')}; default NORMAL for citizens, SUBSTANTIAL for staff
  --purpose P       a purpose the holder may state; may be repeated
                    default SELF_SERVICE for citizens, those of the role for staff
  --scopes A,B      instead of the role's scopes; citizens have none by default
  --expires TIME    how long it is valid: 90s, 15m, 8h; default 8h, at most 24h
  --help            this text

The token alone goes to stdout: curl -H "Authorization: Bearer $(npx --no modellregion token --resident ID)" …
`;

/** What a token is to say. */
export interface TokenRequest {
  readonly subject: string;
  readonly kind: 'citizen' | 'official';
  readonly trust: TrustLevel;
  readonly scopes: readonly string[];
  readonly purposes: readonly string[];
  /** Seconds. */
  readonly lifetime: number;
}

const OPTIONS = {
  resident: { type: 'string' },
  official: { type: 'string' },
  subject: { type: 'string' },
  trust: { type: 'string' },
  purpose: { type: 'string', multiple: true },
  scopes: { type: 'string' },
  expires: { type: 'string' },
} as const;

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const LONGEST = 24 * 3600;

/** @throws StartupError (exit code 2) naming every fault at once */
export function parseTokenOptions(argv: readonly string[]): TokenRequest {
  const faults: string[] = [];
  const values = parseValues(argv, faults);
  const role = values.official === undefined ? undefined : ROLES[values.official];
  if ((values.resident === undefined) === (values.official === undefined)) {
    faults.push('Say for whom: either --resident ID or --official ROLE.');
  }
  if (values.official !== undefined && role === undefined) {
    faults.push(
      `--official ${values.official} is no known role; choose one of ${Object.keys(ROLES).join(', ')}.`,
    );
  }
  const trustText = values.trust ?? (values.official === undefined ? 'NORMAL' : 'SUBSTANTIAL');
  const trust = TRUST_LEVELS.find((level) => level === trustText);
  if (trust === undefined)
    faults.push(`--trust ${trustText} is no trust level; choose one of ${TRUST_LEVELS.join(', ')}.`);
  const purposes = values.purpose ?? role?.purposes ?? ['SELF_SERVICE'];
  for (const purpose of purposes.filter((it) => !/^[A-Z][A-Z0-9_]{0,63}$/.test(it))) {
    faults.push(
      `--purpose ${purpose} is no purpose; write it in capitals, for example APPLICATION_PROCESSING.`,
    );
  }
  const scopes = values.scopes?.split(',').map((it) => it.trim()) ?? role?.scopes ?? [];
  for (const scope of scopes.filter((it) => !/^[\w-]+(:[\w-]+)+$/.test(it))) {
    faults.push(`--scopes ${scope} is no scope; write area and right, for example residents:read.`);
  }
  const lifetime = parseLifetime(values.expires ?? '8h', faults);
  if (trust === undefined || faults.length > 0) throw StartupError.ofFaults(faults);
  const kind = values.resident === undefined ? 'official' : 'citizen';
  const subject = values.resident ?? values.subject ?? `staff-${values.official ?? ''}`;
  return { subject, kind, trust, scopes, purposes, lifetime };
}

type Values = {
  readonly [Name in keyof typeof OPTIONS]?: Name extends 'purpose' ? readonly string[] : string;
};

function parseValues(argv: readonly string[], faults: string[]): Values {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    faults.push(`${reasonOf(error).split('. ')[0] ?? ''}; see --help.`);
    throw StartupError.ofFaults(faults);
  }
}

function parseLifetime(text: string, faults: string[]): number {
  const [, amount, unit] = /^(\d{1,5})([smh])$/.exec(text) ?? [];
  const seconds = Number(amount) * (SECONDS[unit ?? ''] ?? NaN);
  if (!(seconds > 0 && seconds <= LONGEST))
    faults.push(`--expires ${text} must be a time such as 90s, 15m or 8h, at most 24h.`);
  return seconds;
}
