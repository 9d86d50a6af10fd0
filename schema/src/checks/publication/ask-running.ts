import { SERVED_SDL_BODY } from '../../contract/index.js';
import { postTo, type AskOptions } from './running-subgraph.js';

/** What a running subgraph answered when it was asked for its SDL. */
export type Served =
  | { readonly kind: 'sdl'; readonly sdl: string }
  /** It wants to know who asks, as it should. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'redirects'; readonly to: string }
  | { readonly kind: 'private'; readonly address: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** Asks a running subgraph for its SDL, with headers that sign the question or with none. Never throws. */
export async function askRunning(
  url: string,
  headers: Readonly<Record<string, string>>,
  options: AskOptions,
): Promise<Served> {
  const reply = await postTo(url, SERVED_SDL_BODY, headers, options);
  if (reply.kind !== 'answered') return reply;
  const { location, status, text } = reply;
  if (status >= 300 && status < 400) return { kind: 'redirects', to: location ?? 'nowhere' };
  if (status === 401 || status === 403) return { kind: 'refused' };
  return readSdl(text, status);
}

function readSdl(text: string, status: number): Served {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { kind: 'unreachable', reason: `it answers ${String(status)} without JSON` };
  }
  const sdl = part(part(part(body, 'data'), '_service'), 'sdl');
  if (typeof sdl === 'string') return { kind: 'sdl', sdl };
  return { kind: 'unreachable', reason: `it answers ${String(status)} without _service { sdl }` };
}

function part(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
