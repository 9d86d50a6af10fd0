import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { generateSigningKey, publicPart } from '@modellregion/schema/release';
import { temporaryFolder, type GatewayUnderTest } from '../support/gateway-under-test.js';
import { FakeRegistry, makeRelease } from './fake-registry.js';
import { knownOf, readyz, ReleasedRegion, underLoad } from './support.js';

const folder = temporaryFolder();
let released: ReleasedRegion;
beforeEach(async () => {
  released = await ReleasedRegion.create(folder.path);
});
afterEach(() => released.close());
afterAll(() => {
  folder.remove();
});

/** Once the registry is unreachable for this reason. */
async function unreachable(gateway: GatewayUnderTest, why: RegExp): Promise<void> {
  const { text } = await gateway.event('registry unreachable');
  if (!why.test(String(text))) await unreachable(gateway, why);
}

/** Starts a gateway, lets it keep the release and ends it. */
async function serveOnce(): Promise<void> {
  const gateway = await released.start();
  await gateway.close();
}

describe('a registry that fails', () => {
  test('is away and comes back: served all the time, and the next release is taken', async () => {
    await released.release('one');
    const gateway = await released.start();
    await released.registry.until(() => released.registry.serving.length === 1);
    await gateway.event('registry reached');
    const ended = underLoad(gateway);
    await released.registry.down();
    await unreachable(gateway, /ECONNREFUSED/);
    const { registry } = (await readyz(gateway)).release;
    expect(registry).toEqual({ state: 'unreachable', reachedAt: expect.stringMatching(/^\d{4}-/) });
    await released.registry.up();
    await gateway.event('registry reached');
    // One that was restored from a backup has to know which numbers are used.
    await released.registry.until(() => released.registry.serving.length === 2);
    await released.release('two');
    await gateway.event('supergraph taken over');
    expect(await ended()).toMatchObject({ failed: 0 });
  });

  test('a redirect is not followed', async () => {
    await released.release('one');
    const gateway = await released.start();
    const elsewhere = await FakeRegistry.start();
    await elsewhere.release({ subgraphs: released.with('two'), manifest: { sequence: 5 } });
    released.registry.behave((request, response) => {
      response.writeHead(302, { location: `${elsewhere.url}${request.url ?? ''}` }).end();
    });
    await unreachable(gateway, /HTTP 302, a redirect/);
    expect(elsewhere.asked).toEqual([]);
    await elsewhere.down();
  });

  test('one that drips is given up, and asked again', async () => {
    await released.release('one');
    const gateway = await released.start({ times: { deadlineMs: 300, waitSeconds: 0 } });
    released.registry.behave((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    await unreachable(gateway, /no whole answer in time/);
    released.registry.behave(null);
    await released.release('two');
    await gateway.event('supergraph taken over');
  });

  test('one that does not wait for a release is not asked without a pause', async () => {
    const { hash } = await released.release('one');
    await released.start({ times: { pauseMs: 60_000 } });
    await released.registry.until(() => released.registry.asked.length === 2);
    let asked = 0;
    const first = new Promise<void>((resolve) => {
      released.registry.behave((request, response) => {
        if (request.method !== 'GET') return;
        asked += 1;
        response.writeHead(304, { etag: `"${hash}"` }).end();
        resolve();
      });
    });
    await first;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(asked).toBe(1);
  });
});

describe('a gateway that starts', () => {
  test('takes the release from its state folder when the registry is down, and goes on when it is back', async () => {
    await released.release('good');
    await serveOnce();
    await released.registry.down();
    const gateway = await released.start();
    expect(await knownOf(gateway, 'good')).toEqual(['good']);
    expect((await readyz(gateway)).release).toMatchObject({
      sequence: 1,
      registry: { state: 'unreachable', reachedAt: null },
    });
    await released.registry.up();
    await released.release('two');
    await gateway.event('supergraph taken over');
    expect(await knownOf(gateway, 'two')).toEqual(['two']);
  });

  test.each<[string, (kept: string) => string]>([
    ['a changed supergraph', (kept) => kept.replace('count: Int!', 'count: Int! gift: Int')],
    ['half of one', (kept) => kept.slice(0, kept.length / 2)],
    ['nothing', () => ''],
    ['something else', () => '{"format":2}'],
  ])('takes nothing from a state folder with %s', async (_what, change) => {
    const { home, registry } = released;
    await released.release('good');
    await serveOnce();
    writeFileSync(home.kept, change(readFileSync(home.kept, 'utf8')));
    await registry.down();
    await expect(released.start()).rejects.toThrow(
      /gives no release \(ECONNREFUSED\), and none that could be served is kept in/,
    );
    await registry.up();
    const gateway = await released.start();
    expect(await gateway.event('kept release refused')).toMatchObject({ level: 'error', file: home.kept });
    expect(await knownOf(gateway, 'good', 'gift')).toEqual(['good']);
  });

  test('takes nothing before the pinned release, kept or not', async () => {
    await released.release('good');
    await serveOnce();
    await expect(released.start({ env: { MODELLREGION_RELEASE_MIN_SEQUENCE: '2' } })).rejects.toThrow(
      /is refused \(OLDER_THAN_PINNED\): It is release 1; nothing before 2 is taken/,
    );
  });

  test('takes nothing before the release it served: a registry that was restored from an old backup', async () => {
    await released.release('old');
    await released.release('good');
    await serveOnce();
    released.registry.releases.length = 1;
    const gateway = await released.start();
    expect(await gateway.event('supergraph refused')).toMatchObject({ reason: 'OLDER_THAN_PINNED' });
    expect(await knownOf(gateway, 'good', 'old')).toEqual(['good']);
  });

  test('serves without a state folder that can be written, and says so', async () => {
    writeFileSync(`${released.home.state}/gateway`, 'a file where a folder should be');
    await released.release('good');
    const gateway = await released.start();
    expect(await gateway.event('release not kept')).toMatchObject({ level: 'error' });
    expect(await knownOf(gateway, 'good')).toEqual(['good']);
  });
});

describe('keys are changed', () => {
  const second = generateSigningKey('steward-2');
  const third = generateSigningKey('steward-3');
  const names = (key: typeof second) => ({ releaseKeys: [publicPart(key)] });

  test('by a release of the key before; from then on that one is nobody’s', async () => {
    await released.release('one');
    const gateway = await released.start();
    await released.release('handover', { manifest: names(second) });
    await gateway.event('supergraph taken over');
    await released.release('evil');
    expect(await gateway.event('supergraph refused')).toMatchObject({ reason: 'UNKNOWN_KEY' });
    released.registry.releases.pop();
    await released.release('two', { signedBy: second });
    await gateway.event('supergraph taken over');
    expect(await knownOf(gateway, 'two', 'evil')).toEqual(['two']);
  });

  test('and a gateway that starts knows it, with the old key still pinned and the registry down', async () => {
    const { registry } = released;
    await released.release('one');
    const before = await released.start();
    await released.release('handover', { manifest: names(second) });
    await before.event('supergraph taken over');
    await released.release('two', { signedBy: second });
    await before.event('supergraph taken over');
    await before.close();
    await registry.down();
    const gateway = await released.start();
    expect(await knownOf(gateway, 'two')).toEqual(['two']);
    const evil = await makeRelease({ subgraphs: released.with('evil') }, registry.releases.at(-1) ?? null);
    registry.releases.push(evil);
    await registry.up();
    expect(await gateway.event('supergraph refused')).toMatchObject({ reason: 'UNKNOWN_KEY' });
  });

  test('twice while a gateway was away: it learns of it from the releases between', async () => {
    await released.release('one');
    await serveOnce();
    await released.release('two', { manifest: names(second) });
    await released.release('three', { signedBy: second, manifest: names(third) });
    await released.release('four', { signedBy: third, manifest: { sequence: 9 } });
    const gateway = await released.start();
    await gateway.event('supergraph taken over');
    expect(await knownOf(gateway, 'four')).toEqual(['four']);
    expect((await readyz(gateway)).release.sequence).toBe(9);
  });
});
