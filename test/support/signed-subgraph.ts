import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { SERVED_SDL_BODY, type PrivateCallKey, type PublicCallKey } from '@modellregion/schema';
import { callVerifier, systemClock } from '@modellregion/subgraph-kit';
import type { Issued } from './certificates.js';
import { newCallKey } from './gateway-identity.js';

export { newCallKey };

/** A subgraph that serves its SDL to signed calls, or does one thing wrong. */
export interface SignedSubgraph {
  readonly url: string;
  /** How many calls came. */
  readonly calls: () => number;
  readonly close: () => void;
}

export type Carelessness =
  | 'answers unsigned calls'
  | 'answers foreign keys'
  | 'answers old calls'
  | 'forgets which calls it has seen'
  | 'answers the registry everything'
  | 'does not know the registry'
  | 'prints stacks'
  | 'has no limits';

export interface SignedSubgraphKeys {
  readonly own: PrivateCallKey;
  /** Keys of the registry that it knows. */
  readonly registry: readonly PublicCallKey[];
}

export const publicCallKey = ({ kid, x25519 }: PrivateCallKey): PublicCallKey => ({ kid, x25519 });

/** @param issued its certificate; without: plain HTTP */
export async function signedSubgraph(
  sdl: string,
  keys: SignedSubgraphKeys,
  careless?: Carelessness,
  issued?: Issued,
): Promise<SignedSubgraph> {
  const isGood = verifierOf(keys, careless);
  let calls = 0;
  const listener: RequestListener = (request, response) => {
    calls += 1;
    void bodyOf(request)
      .then((body) => isGood(request, body))
      .then((good) => {
        const errors = careless === 'prints stacks' ? [{ message: new Error('no').stack }] : [];
        response.writeHead(good ? 200 : 401, { 'content-type': 'application/json' });
        response.end(JSON.stringify(good ? { data: { _service: { sdl } } } : { errors }));
      });
  };
  const server = issued === undefined ? createServer(listener) : createTlsServer(issued, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${issued === undefined ? 'http' : 'https'}://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`,
    calls: () => calls,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function verifierOf({ own, registry }: SignedSubgraphKeys, careless?: Carelessness) {
  // Somebody who takes the registry for a gateway answers it everything.
  const trusted = { own: [own], gateway: registry };
  const known = { own: [own], gateway: [], registry };
  const keys =
    careless === 'does not know the registry'
      ? { own: [own], gateway: [] }
      : careless === 'answers the registry everything'
        ? trusted
        : known;
  const fresh = () => callVerifier(keys, systemClock);
  const kept = fresh();
  return async ({ headers, method = '', url = '' }: IncomingMessage, body: Buffer): Promise<boolean> => {
    const isSdl = body.toString() === SERVED_SDL_BODY;
    const input = String(headers['signature-input']);
    const age = Date.now() / 1000 - Number(/created=(\d+)/.exec(input)?.[1] ?? 0);
    if (careless === 'answers unsigned calls' && headers['signature'] === undefined) return isSdl;
    if (careless === 'answers old calls' && age > 60 && headers['signature'] !== undefined) return isSdl;
    if (careless === 'has no limits' && body.length > 1_000_000) return true;
    const verify = careless === 'forgets which calls it has seen' ? fresh() : kept;
    const verdict = await verify({ method, url, headers, body });
    if (careless === 'answers foreign keys' && !verdict.ok)
      return (
        isSdl &&
        age < 60 &&
        verdict.reason === 'no valid signature by a known key' &&
        headers['signature'] !== undefined
      );
    return verdict.ok;
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
