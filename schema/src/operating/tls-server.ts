import type { RequestListener, Server, ServerOptions } from 'node:http';
import { createServer } from 'node:https';
import type { TlsMaterial } from './tls-files.js';

/** Time limits of a listener, in milliseconds, as Node's HTTP servers take them. */
export type ListenerLimits = Pick<
  ServerOptions,
  'headersTimeout' | 'requestTimeout' | 'connectionsCheckingInterval' | 'keepAliveTimeout'
>;

/** Makes a server that speaks TLS and nothing else; where a framework asks for a factory of plain ones. */
export function tlsServerFactory(
  tls: TlsMaterial,
  limits: ListenerLimits,
): (handler: RequestListener) => Server {
  return (handler) => createServer({ ...limits, ...tls }, handler);
}
