import type { FastifyRequest } from 'fastify';

/**
 * The address the reader came by. A Host header with other characters than a name has goes into no text of ours.
 */
export function originOf(request: FastifyRequest): string {
  const host = /^[\w.:[\]-]+$/.test(request.host)
    ? request.host
    : `127.0.0.1:${String(request.socket.localPort ?? 4000)}`;
  return `${request.protocol}://${host}`;
}
