import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readSigningKeys, writeSigningKeys } from '../../schema/src/release/index.js';
import {
  ensureSigningKeys,
  newSigningKey,
  projectKeyFiles,
  signingKeyFiles,
} from '../../subgraphs/kit/src/region/signing-keys.js';
import { newState, removeStates } from './support/state.js';

afterAll(removeStates);

/** A region's own folder, with what `region create` writes into it for its releases and its steward. */
function regionFolder(): ReturnType<typeof projectKeyFiles> & { readonly folder: string } {
  const folder = newState();
  const files = projectKeyFiles(folder);
  mkdirSync(dirname(files.member('')), { recursive: true });
  writeSigningKeys(files.release, [newSigningKey('release')]);
  writeSigningKeys(files.member('steward'), [newSigningKey('steward')]);
  return { ...files, folder };
}

test('a region signs with the keys in its folder; who has none there gets one', () => {
  const [region, state] = [regionFolder(), newState()];
  ensureSigningKeys(state, ['steward', 'soest'], region.folder);
  const files = signingKeyFiles(state);
  expect(readSigningKeys(files.release)).toEqual(readSigningKeys(region.release));
  expect(readSigningKeys(files.member('steward'))).toEqual(readSigningKeys(region.member('steward')));
  expect(readSigningKeys(files.member('soest'))).toHaveLength(1);
  expect(readFileSync(files.releasePublic, 'utf8')).toContain(readSigningKeys(region.release)[0].kid);
});

test('a key that is added to those of its folder changes nothing by itself', () => {
  const [region, state] = [regionFolder(), newState()];
  ensureSigningKeys(state, ['steward'], region.folder);
  const before = readSigningKeys(region.member('steward'));
  writeSigningKeys(region.member('steward'), [newSigningKey('steward'), ...before]);
  ensureSigningKeys(state, ['steward'], region.folder);
  expect(readSigningKeys(signingKeyFiles(state).member('steward'))).toEqual(before);
});

test('a state folder of another region is not used: nobody would take what is signed there', () => {
  const [region, other, state] = [regionFolder(), regionFolder(), newState()];
  ensureSigningKeys(state, ['steward'], other.folder);
  const files = signingKeyFiles(state);
  expect(() => {
    ensureSigningKeys(state, ['steward'], region.folder);
  }).toThrow(
    `${files.release} has none of the keys of ${region.release}: this state folder is another region's, or was begun ` +
      "before these keys. Set MODELLREGION_STATE to a folder of this region's own;",
  );
  expect(readSigningKeys(files.release)).toEqual(readSigningKeys(other.release));
});
