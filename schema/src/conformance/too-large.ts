/** Above what any fetch of the gateway needs, in bytes. */
const TOO_LONG = 8 * 1024 * 1024;
const TOO_MANY_TOKENS = 120_000;
const TOO_DEEP = 3_000;

/** A body that is too big in one way: nothing but its refusal may come of it. */
export interface TooLarge {
  readonly what: string;
  readonly body: () => string;
}

export const TOO_LARGE: readonly TooLarge[] = [
  {
    what: `a body of ${String(TOO_LONG / 1024 / 1024)} MB`,
    body: () => JSON.stringify({ query: '{ __typename }', variables: { filling: 'x'.repeat(TOO_LONG) } }),
  },
  {
    what: `a document of ${TOO_MANY_TOKENS.toLocaleString('en')} tokens`,
    body: () => JSON.stringify({ query: `{${' __typename'.repeat(TOO_MANY_TOKENS)}}` }),
  },
  {
    what: `${TOO_DEEP.toLocaleString('en')} levels of selections`,
    body: () => JSON.stringify({ query: '{ a '.repeat(TOO_DEEP) + '}'.repeat(TOO_DEEP) }),
  },
  {
    what: `a body of ${TOO_DEEP.toLocaleString('en')} nested lists`,
    body: () =>
      `{"query":"query ($v: Int) { __typename }","variables":{"v":${'['.repeat(TOO_DEEP)}${']'.repeat(TOO_DEEP)}}}`,
  },
];

/** What came of a body that is too large. */
export interface LargeOutcome {
  /** Null: the connection was cut while the body was still on its way, which is a refusal, too. */
  readonly reply: { readonly status: number; readonly text: string } | null;
  /** Whether the call after it was answered. */
  readonly lives: boolean;
}

/** What is wrong with how a body that is too large was met; null when it was refused. */
export function largeFault({ lives, reply }: LargeOutcome): string | null {
  if (!lives) return 'the call after it is not answered';
  if (reply === null) return null;
  if (reply.status === 200 && !hasErrors(reply.text)) return 'it was answered';
  return reply.status >= 500 ? `HTTP ${String(reply.status)}, a fault instead of a refusal` : null;
}

export const LARGE_REMEDY =
  'bound the bytes of a body and the tokens and depth of a document, before anything else is done with it';

function hasErrors(text: string): boolean {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && 'errors' in json;
  } catch {
    return false;
  }
}
