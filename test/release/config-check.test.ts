import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { CONTRACT_VERSION } from '@modellregion/schema';
import { generateSigningKey } from '@modellregion/schema/release';
import { checkConfig } from '../../gateway/src/operating/check-config.js';
import { temporaryFolder } from '../support/gateway-under-test.js';
import { ReleasedRegion } from './support.js';

const folder = temporaryFolder();
let released: ReleasedRegion;
beforeEach(async () => {
  released = await ReleasedRegion.create(folder.path);
});
afterEach(() => released.close());
afterAll(() => {
  folder.remove();
});

/** What `config check gateway` finds, a line each. */
async function check(profile = 'open'): Promise<readonly string[]> {
  const argv = ['--registry', released.registry.url, '--profile', profile];
  const findings = await checkConfig(argv, released.home.env());
  return findings.map(({ level, subject, text }) => `${level} ${subject}: ${text}`);
}

test('reads the registry’s release as a gateway that starts does, and changes nothing', async () => {
  await released.release('one', { manifest: { createdAt: '2026-01-02T03:04:05Z' } });
  const { energy, residents } = released.region;
  expect(await check()).toEqual([
    'ok settings: profile open, listens on 127.0.0.1 port 4000',
    `ok state folder: ${released.home.state}/gateway`,
    'ok reports: signed as gateway-owl with gateway-1',
    'ok release keys: steward-1',
    `ok release: release 1 of 2026-01-02T03:04:05Z from ${released.registry.url}: residents, energy`,
    `ok addresses: energy at ${new URL(energy.url).origin}`,
    `ok addresses: residents at ${new URL(residents.url).origin}`,
  ]);
  expect(released.registry.serving).toEqual([]);
});

test('says why a release would be refused, and what a registry that is down means', async () => {
  await released.release('one', { signedBy: generateSigningKey('mallory') });
  expect(await check()).toContainEqual(
    expect.stringMatching(/^fault release: That of .* is refused \(UNKNOWN_KEY\): .* the key mallory/),
  );
  await released.registry.down();
  expect(await check()).toContainEqual(
    expect.stringMatching(/^fault release: .* gives no release \(ECONNREFUSED\)/),
  );
});

test('names who speaks a version of the contract that this gateway does not accept: before it is started', async () => {
  const stated = CONTRACT_VERSION + 2;
  await released.release('one', { contract: stated });
  const why = (name: string): string =>
    `Subgraph ${name} speaks version ${String(stated)} of the contract, and accepted here is ${String(CONTRACT_VERSION)}`;
  const found = (await check('developer')).filter((finding) => finding.includes('of the contract'));
  expect(found).toEqual([expect.stringContaining(why('energy'))]);
  expect(found[0]).toContain(why('residents'));
  expect(found[0]).toMatch(/^fault /);
});
