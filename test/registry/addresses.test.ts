import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { foundTestland, parksContract, publishTrees, startRegistry, treesSdl } from './support.js';
import type { FoundingContract, RegistryConfig } from '../../subgraphs/registry/src/index.js';
import type { RegistryUnderTest } from './support.js';

// No release names an address that gateways in production would refuse: not the first one, and none that is brought back.

const at = (url: string): readonly FoundingContract[] => {
  const { entry, ...rest } = parksContract();
  return [{ ...rest, entry: { ...entry, url } }];
};
const production = (...allowedHosts: readonly string[]): Partial<RegistryConfig> => ({
  profile: 'production',
  allowedHosts,
});

let registry: RegistryUnderTest;
beforeAll(async () => {
  registry = await startRegistry({ contracts: at('https://parks.old.example/graphql') });
});
afterAll(() => registry.stop());

test.each([
  [
    'http://parks.kreis.example/graphql',
    'parks: http://parks.kreis.example/graphql is not encrypted. Answer over https',
  ],
  ['https://10.0.0.5/graphql', 'parks: 10.0.0.5 is no public name. Give the subgraph a public host name'],
  [
    'https://parks.else.example/graphql',
    "parks: parks.else.example is none of the region's hosts (*.kreis.example). Use a host of your admission",
  ],
  // Nothing against the address: what comes next is that there is a region in this database already.
  ['https://parks.kreis.example/graphql', 'This registry is that of the region testland already'],
])('a region founded in production with %s', async (url, why) => {
  await expect(foundTestland(registry.url, at(url), production('*.kreis.example'))).rejects.toThrow(why);
});

test('a rollback to an address that is no longer allowed is refused with what to do, and goes on where it is', async () => {
  const moved = { url: 'https://trees.new.example/graphql' };
  expect((await registry.act('trees', publishTrees(treesSdl(), moved))).status).toBe('DONE');
  const before = await registry.releaseHash();
  const rollback = { action: 'release.rollback', body: { to: 1 } } as const;

  await registry.restart(undefined, production('*.new.example'));
  expect((await registry.act('steward', rollback)).refusal).toEqual({
    code: 'ADDRESS_NOT_ALLOWED',
    reason:
      "Release 1 has parks at an address that gateways no longer call: parks.old.example is none of the region's hosts (*.new.example).",
    remedy: expect.stringContaining('allow the host again with MODELLREGION_RELEASE_HOSTS'),
  });
  expect(await registry.releaseHash()).toBe(before);

  await registry.restart(undefined, production('*.new.example', '*.old.example'));
  expect((await registry.act('steward', rollback)).status).toBe('DONE');
});
