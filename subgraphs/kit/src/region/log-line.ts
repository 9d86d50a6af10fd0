import { z } from 'zod';

/** pino's levels, by number as it writes them by default and by name as the gateway does. */
const LEVELS: Readonly<Record<string, number>> = { warn: 40, error: 50, fatal: 60 };
const WARNING = 40;
const ERROR = 50;

const logLine = z.object({
  level: z.union([z.number(), z.string().transform((name) => LEVELS[name] ?? 0)]),
  msg: z.string().optional(),
  event: z.string().optional(),
  subgraph: z.string().optional(),
  code: z.string().optional(),
  reason: z.string().optional(),
  detail: z.string().optional(),
  err: z.object({ message: z.string() }).optional(),
});

/** What a line of a child's log says to the person at the terminal; null: nothing worth a look. */
export function noticeOf(line: string): string | null {
  const entry = parse(line);
  if (entry === null || entry.level < WARNING) return null;
  const { msg, event, subgraph, code, reason, detail, err } = entry;
  const parts = [msg ?? event, subgraph, code, reason ?? detail ?? err?.message].filter(
    (part) => part !== undefined,
  );
  return printable(`${entry.level < ERROR ? 'warning' : 'error'}: ${parts.join(': ')}`);
}

/** Why a process ended, as far as its last lines tell: its last error, else its last words outside the log format. */
export function reasonOf(lines: readonly string[]): string | null {
  const newestFirst = lines.toReversed();
  for (const line of newestFirst) {
    const entry = parse(line);
    if (entry !== null && entry.level >= ERROR) return noticeOf(line);
  }
  // Of an uncaught error the line with its name and message, not the stack below it.
  const plain = newestFirst.filter((line) => line.trim() !== '' && parse(line) === null);
  const words =
    plain.find((line) => /^\w*Error\b.*: /.test(line)) ??
    plain.find((line) => !/^(\s|Node\.js v|[{}])/.test(line));
  return words === undefined ? null : printable(words.trim());
}

function parse(line: string): z.infer<typeof logLine> | null {
  if (!line.startsWith('{')) return null;
  try {
    return logLine.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** A log may hold text from outside, which must not steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, 400);
}
