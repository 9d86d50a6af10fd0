import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicPart, verifyRelease } from '@modellregion/schema/release';
import { restoreBackup, writeBackup } from '@modellregion/subgraph-kit';
import { newSigningKey } from '@modellregion/subgraph-kit/region';
import {
  KEYS,
  MIGRATIONS,
  publishTrees,
  REGION,
  startRegistry,
  treesSdl,
  type RegistryUnderTest,
} from './support.js';

let registry: RegistryUnderTest;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

const latest = (headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${registry.origin}/releases/latest`, { headers });
const serving = (sequence: number, release: string, since = new Date()) =>
  registry.report('serving', {
    region: REGION,
    gateway: 'edge',
    release,
    sequence,
    since: since.toISOString(),
  });

describe('a gateway fetches', () => {
  test('the newest release, signed, and is told when it has it already', async () => {
    const response = await latest();
    const verdict = await verifyRelease(await response.json(), {
      keys: [publicPart(KEYS.release)],
      region: REGION,
      minSequence: 1,
    });
    expect(
      verdict.ok && [verdict.value.hash, verdict.value.manifest.subgraphs.map(({ name }) => name)],
    ).toEqual([(response.headers.get('etag') ?? '').replaceAll('"', ''), ['parks']]);
    const again = await latest({ 'if-none-match': response.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('the next one as soon as it is there, without asking again', async () => {
    const etag = `"${await registry.releaseHash()}"`;
    const waiting = latest({ 'if-none-match': etag, prefer: 'wait=30' });
    const published = await registry.act('trees', publishTrees(treesSdl()));
    const response = await waiting;
    expect([response.status, response.headers.get('etag')]).toEqual([
      200,
      `"${published.release?.hash ?? ''}"`,
    ]);
  });

  test.each([
    ['/releases/99', 404, 'UNKNOWN_RELEASE'],
    ['/releases/nothing', 404, 'UNKNOWN_RELEASE'],
    ['/releases/latest?variant=secret', 404, 'UNKNOWN_VARIANT'],
  ])('%s: %i %s', async (path, status, code) => {
    const response = await fetch(`${registry.origin}${path}`);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  });

  test('what is sent home at a stop comes again', async () => {
    const etag = `"${await registry.releaseHash()}"`;
    const waiting = latest({ 'if-none-match': etag, prefer: 'wait=30' });
    await registry.ask('{ region { name } }');
    await registry.restart();
    expect((await waiting).status).toBe(304);
    expect(`"${await registry.releaseHash()}"`).toBe(etag);
  });
});

test('frozen releases: nothing is published, until the steward ends it; a rollback is possible', async () => {
  const before = await registry.releaseHash();
  await registry.act('steward', { action: 'release.freeze', body: {} }, { reason: 'An incident' });
  const refused = await registry.act('trees', publishTrees(treesSdl(), { deadlineMs: 2_000 }));
  expect(refused.refusal?.code).toBe('FROZEN');
  expect(refused.refusal?.reason).toContain('An incident');
  expect(await registry.releaseHash()).toBe(before);

  const back = await registry.act('steward', { action: 'release.rollback', body: { to: 1 } });
  const { release } = await registry.ask<{ release: object }>(
    '{ release { sequence restores subgraphs { name } } }',
  );
  expect([back.status, release]).toEqual([
    'DONE',
    { sequence: 3, restores: 1, subgraphs: [{ name: 'parks' }] },
  ]);
  expect((await registry.act('steward', { action: 'release.unfreeze', body: {} })).status).toBe('DONE');
  const again = await registry.act('trees', publishTrees(treesSdl()));
  expect([again.status, again.release?.sequence]).toEqual(['DONE', 4]);
});

test('a new release key is named by one release and signs from the next one on', async () => {
  const next = newSigningKey('release');
  await registry.restart([next, KEYS.release]);
  const kids: (string | undefined)[] = [];
  for (const deadlineMs of [1_000, 1_100]) {
    const { release } = await registry.act('trees', publishTrees(treesSdl(), { deadlineMs }));
    const document = (await (
      await fetch(`${registry.origin}/releases/${String(release?.sequence)}`)
    ).json()) as {
      manifest: string;
    };
    const header = Buffer.from(document.manifest.split('.')[0] ?? '', 'base64url').toString();
    kids.push((JSON.parse(header) as { kid: string }).kid);
  }
  expect(kids).toEqual([KEYS.release.kid, next.kid]);
  await registry.restart();
});

test('what gateways say they serve is shown; a report of before and one of a stranger are not taken', async () => {
  const hash = await registry.releaseHash();
  expect((await serving(6, hash)).status).toBe(204);
  expect((await serving(1, hash, new Date(0))).status).toBe(204);
  const { gateways } = await registry.ask<{ gateways: object[] }>('{ gateways { id sequence current } }');
  expect(gateways).toEqual([{ id: 'edge', sequence: 6, current: true }]);
  const report = { region: REGION, release: hash, sequence: 6, since: new Date().toISOString() };
  const stranger = await registry.report('serving', { ...report, gateway: 'edge' }, KEYS.stranger);
  const town = await registry.report('serving', { ...report, gateway: 'parks' }, KEYS.parks);
  const far = await serving(9_999_999, hash);
  expect([stranger.status, town.status, far.status]).toEqual([401, 403, 422]);
});

test('restored from an older backup: the next release has a number above all that gateways have seen', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'modellregion-backup-'));
  const file = join(folder, 'registry.backup');
  await writeBackup({ subgraph: 'registry', version: '0.1.0', url: registry.url }, file);
  const saved = await registry.releaseHash();
  const lost = await registry.act('trees', publishTrees(treesSdl(), { deadlineMs: 1_200 }));

  await restoreBackup(
    { subgraph: 'registry', url: registry.url, migrations: MIGRATIONS, replace: true },
    file,
  );
  rmSync(folder, { recursive: true });
  await registry.restart();
  expect(await registry.releaseHash()).toBe(saved);
  const sequence = lost.release?.sequence ?? 0;
  expect((await serving(sequence, lost.release?.hash ?? '')).status).toBe(204);
  const next = await registry.act('trees', publishTrees(treesSdl(), { deadlineMs: 1_300 }));
  expect([next.problems, next.release?.sequence]).toEqual([[], sequence + 1]);
  // Triggers are back as well.
  await expect(registry.sql.query('DELETE FROM release')).rejects.toThrow('only added to');
});
