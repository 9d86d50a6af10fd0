import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parksSdl, publishParks, startRegistry, type RegistryUnderTest } from './support.js';
import type { RunningRegistry } from '../../subgraphs/registry/src/index.js';

// Two processes of a registry on one database: whoever waits at one hears of what the other releases.

let registry: RegistryUnderTest;
let beside: RunningRegistry;
beforeAll(async () => {
  registry = await startRegistry();
  beside = await registry.beside();
});
afterAll(async () => {
  await beside.close();
  await registry.stop();
});

/** Well below the 30 s for which is waited at most, and above what a loaded machine needs. */
const SOON_MS = 15_000;

/** What a gateway gets that waits at the one process while the other releases, and after how long. */
async function waiting(
  release: () => Promise<unknown>,
): Promise<{ status: number; tag: string; ms: number }> {
  const began = performance.now();
  const known = `"${await registry.releaseHash()}"`;
  const asked = fetch(`http://127.0.0.1:${String(beside.port)}/releases/latest`, {
    headers: { 'if-none-match': known, prefer: 'wait=30' },
  });
  await release();
  const { status, headers } = await asked;
  return { status, tag: (headers.get('etag') ?? '').replaceAll('"', ''), ms: performance.now() - began };
}

const publish = async (field: string): Promise<void> => {
  const answer = await registry.act('parks', publishParks(parksSdl(`"Its ${field}."\n  ${field}: Int`)));
  expect(answer.problems).toEqual([]);
};

test('a gateway that waits at one is woken by a release of the other', async () => {
  const { status, tag, ms } = await waiting(() => publish('size'));
  expect([status, tag]).toEqual([200, await registry.releaseHash()]);
  expect(ms).toBeLessThan(SOON_MS);
});

test('also when the connection broke on which news come', async () => {
  const { status, tag, ms } = await waiting(async () => {
    const { rowCount } = await registry.sql.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'registry news'",
    );
    expect(rowCount).toBe(2);
    await publish('age');
  });
  expect([status, tag]).toEqual([200, await registry.releaseHash()]);
  expect(ms).toBeLessThan(SOON_MS);
});
