/** What a text from inside a program looks like: places in code, stacks, statements, machines, secrets. */
const INTERNALS: readonly (readonly [string, RegExp])[] = [
  ['a stack trace', /\n\s+at |\bat [\w.<>$]+ \(|Traceback \(most recent|File \\?"[^"]+\\?", line \d+/],
  ['a file path', /(?:^|[\s"'(`])\/(?:[\w.-]+\/){2,}[\w.-]+\.\w+|node_modules|[A-Z]:\\\\/],
  ['a statement of the database', /\b(?:SELECT|INSERT|UPDATE|DELETE)\b.{0,200}\b(?:FROM|INTO|SET|WHERE)\b/],
  ['a name of the database', /\b(?:prisma|postgres(?:ql)?|psycopg|jdbc|hibernate|sqlalchemy)\b/i],
  ['an address of the network', /\b(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}\b/],
];

/** An answer as far as it can tell of the house behind it. */
export interface TellingAnswer {
  readonly status: number;
  readonly text: string;
  /** The header x-powered-by; null without. */
  readonly poweredBy: string | null;
}

/** What an answer tells of the inside of a program; nothing for one that is as it should be. */
export function internalsIn({ poweredBy, status, text }: TellingAnswer): readonly string[] {
  // Line breaks inside a JSON text are written as two characters.
  const found = INTERNALS.filter(([, pattern]) => pattern.test(text.replaceAll('\\n', '\n')));
  return [
    ...found.map(([name]) => name),
    ...(status >= 500 ? [`HTTP ${String(status)}`] : []),
    ...(poweredBy === null ? [] : ['the header x-powered-by']),
  ];
}

/** Bodies that are no question, with what they are an example of. */
export const MALFORMED_BODIES: readonly (readonly [what: string, body: string])[] = [
  ['a body that is no JSON', '{"query": '],
  ['a body without a query', '{}'],
  ['a query that is no text', '{"query": {"a": 1}}'],
];
