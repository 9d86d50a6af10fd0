import { createServer } from 'node:net';
import { errorCode } from './operator-error.js';

const LOOPBACK = '127.0.0.1';

/** A port of the loopback address that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === null) throw new Error('the system gives out no port on 127.0.0.1');
  return port;
}

/** Whether somebody listens on this port of the loopback address. */
export async function isPortTaken(port: number): Promise<boolean> {
  return (await tryPort(port)) === null;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      // EACCES: a port below 1024 without the right to it; the process that needs it will say so itself.
      if (errorCode(error) === 'EADDRINUSE') resolve(null);
      else if (errorCode(error) === 'EACCES') resolve(port);
      else reject(error);
    });
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  });
}
