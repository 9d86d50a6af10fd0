// A registry for the bench: releases one supergraph and takes every report.
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  generateSigningKey,
  publicPart,
  sha256Hex,
  signRelease,
  writeSigningKeys,
} from '@modellregion/schema/release';

/** Far more often than in operation, where it is once a minute. */
const REPORT_EVERY_MS = 1_000;

/**
 * @param {string} supergraph file
 * @returns what a gateway is told to serve that as a release and to report what is used, and how often it did
 */
export async function startRegistry(supergraph) {
  const folder = mkdtempSync(join(tmpdir(), 'modellregion-bench-'));
  const [steward, gateway] = ['steward', 'gateway'].map((name) => generateSigningKey(name));
  const document = await release(readFileSync(supergraph, 'utf8'), steward);
  const files = { releases: join(folder, 'release-keys.json'), reports: join(folder, 'report-keys.json') };
  writeFileSync(files.releases, JSON.stringify([publicPart(steward)]));
  writeSigningKeys(files.reports, [gateway]);
  let reports = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method === 'POST') {
      if (request.url.endsWith('/usage')) reports += 1;
      response.writeHead(202).end();
    } else if (request.headers['if-none-match'] === undefined) {
      response.writeHead(200, { 'content-type': 'application/json', etag: '"1"' }).end(document);
    }
    // Who asks for the next release waits for good: there is none.
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    env: {
      MODELLREGION_STATE: folder,
      MODELLREGION_REGISTRY_URL: `http://127.0.0.1:${server.address().port}`,
      MODELLREGION_REGION: 'bench',
      MODELLREGION_RELEASE_KEYS: files.releases,
      MODELLREGION_GATEWAY_NAME: 'gateway',
      MODELLREGION_REPORT_KEY_FILE: files.reports,
      MODELLREGION_USAGE_MS: String(REPORT_EVERY_MS),
    },
    reports: () => reports,
    stop: () => {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function release(supergraph, steward) {
  const subgraphs = [...supergraph.matchAll(/@join__graph\(name: "(\w+)", url: "([^"]+)"\)/g)];
  const { jws } = await signRelease(
    {
      format: 1,
      region: 'bench',
      sequence: 1,
      createdAt: new Date().toISOString(),
      previous: null,
      restores: null,
      reason: 'The bench begins',
      supergraph: { sha256: sha256Hex(supergraph) },
      variants: [],
      subgraphs: subgraphs.map(([, name, url]) => ({
        name,
        operator: {
          name: `Stadt ${name}`,
          ags: '05774032',
          contact: { office: 'Amt', email: 'amt@region.example' },
        },
        url,
        sdlSha256: sha256Hex(name),
        version: 1,
        deadlineMs: 3_000,
        dataClasses: ['PUBLIC'],
        owns: [],
        keys: [],
      })),
      releaseKeys: [publicPart(steward)],
      contract: { current: 1, previous: 1 },
    },
    steward,
  );
  return JSON.stringify({ manifest: jws, supergraph });
}
