import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { listen } from './fake-subgraph.js';

/** A forward proxy as municipalities have them: CONNECT for https, absolute addresses for http. */
export interface TestProxy {
  readonly url: string;
  /** What was asked of it: `CONNECT host:port` or `POST http://host:port/path`. */
  readonly asked: readonly string[];
  /** Misbehave from now on; null: be good again. */
  behave(behaviour: 'refuse' | 'hang' | null): void;
  /** Connections that are open through it. */
  open(): number;
  close(): Promise<void>;
}

/** @param credentials `user:password` without which it answers 407 */
export async function startProxy(credentials?: string): Promise<TestProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let behaviour: 'refuse' | 'hang' | null = null;
  const wanted =
    credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
  const denied = (incoming: IncomingMessage): string | null => {
    asked.push(`${String(incoming.method)} ${String(incoming.url)}`);
    if (wanted !== undefined && incoming.headers['proxy-authorization'] !== wanted) return '407 Who are you';
    return behaviour === 'refuse' ? '403 Not through here' : null;
  };
  const server = createServer((incoming, answer) => {
    const refusal = denied(incoming);
    if (behaviour === 'hang') return;
    if (refusal === null) forward(incoming, answer);
    else answer.writeHead(Number(refusal.slice(0, 3)), { 'content-type': 'text/html' }).end('<h1>no</h1>');
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    const refusal = denied(incoming);
    if (behaviour === 'hang') return;
    if (refusal === null) tunnel(incoming, socket);
    else socket.end(`HTTP/1.1 ${refusal}\r\n\r\n`);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listen(server);
  return {
    url: `http://${credentials === undefined ? '' : `${credentials}@`}127.0.0.1:${String(port)}`,
    asked,
    behave: (next) => {
      behaviour = next;
    },
    open: () => sockets.size,
    close: () => closeAll(server, sockets),
  };
}

function forward(incoming: IncomingMessage, answer: ServerResponse): void {
  const { 'proxy-authorization': _own, ...headers } = incoming.headers;
  const sent = request(String(incoming.url), { method: incoming.method, headers }, (received) => {
    answer.writeHead(received.statusCode ?? 502, received.headers);
    received.pipe(answer);
  });
  sent.on('error', () => answer.writeHead(502, { 'content-type': 'text/html' }).end('<h1>down</h1>'));
  incoming.pipe(sent);
}

function tunnel(incoming: IncomingMessage, socket: Socket): void {
  const { hostname, port } = new URL(`http://${String(incoming.url)}`);
  const there = connect(Number(port), hostname, () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    there.pipe(socket).pipe(there);
  });
  there.on('error', () => socket.end('HTTP/1.1 502 Bad gateway\r\n\r\n'));
  socket.on('close', () => there.destroy());
}

function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    for (const socket of sockets) socket.destroy();
  });
}
