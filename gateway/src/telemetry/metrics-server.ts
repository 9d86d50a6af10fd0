import { createServer, type RequestListener } from 'node:http';
import type { MetricsConfig } from '../config.js';
import { codeOf } from '../errors/fault.js';
import { StartupError } from '../errors/startup-error.js';
import type { ReadableMetrics } from './metrics.js';

export interface MetricsServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * `/metrics` on a port of its own, so that no rule of a proxy decides whether the public reads it.
 *
 * @throws StartupError if the port cannot be had
 */
export async function startMetricsServer(
  { host, port }: MetricsConfig,
  metrics: ReadableMetrics,
): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, answer(metrics));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new StartupError(
          `Metrics cannot be read on ${host} port ${String(port)} (${codeOf(error) ?? 'unknown fault'}); ` +
            'set MODELLREGION_METRICS_PORT to a free port.',
        ),
      );
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

const answer =
  (metrics: ReadableMetrics): RequestListener =>
  (request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    void metrics.text().then(
      (text) => {
        response
          .writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' })
          .end(text);
      },
      () => {
        response.writeHead(500).end();
      },
    );
  };
