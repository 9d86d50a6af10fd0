import { expect, test } from '@jest/globals';
import {
  changesTrust,
  generateSigningKey,
  publicPart,
  signRelease,
  trustAfter,
  trustedKeys,
  trustOf,
  verifyManifest,
  type PrivateSigningKey,
  type ReleaseTrust,
} from '@modellregion/schema/release';
import { manifestOf, REGION } from './support.js';

const [first, second, third] = ['steward-1', 'steward-2', 'steward-3'].map(generateSigningKey) as [
  PrivateSigningKey,
  PrivateSigningKey,
  PrivateSigningKey,
];

/** Takes a release under this trust. @returns the trust after it, or the refusal's code */
async function take(
  trust: ReleaseTrust,
  signedBy: PrivateSigningKey,
  names: readonly PrivateSigningKey[],
): Promise<ReleaseTrust | string> {
  const { jws } = await signRelease(manifestOf({ releaseKeys: names.map(publicPart) }), signedBy);
  const result = await verifyManifest(jws, { keys: trustedKeys(trust), region: REGION, minSequence: 1 });
  return result.ok ? trustAfter(trust, result.value) : result.refusal.code;
}

const taken = (result: ReleaseTrust | string): ReleaseTrust => {
  if (typeof result === 'string') throw new Error(result);
  return result;
};
const kids = (trust: ReleaseTrust): readonly string[] => trustedKeys(trust).map(({ kid }) => kid);

test('a key is rotated in two releases: the old one names the new one, then the new one stands alone', async () => {
  const pinned = trustOf([publicPart(first)]);
  const both = taken(await take(pinned, first, [second, first]));
  expect(kids(both)).toEqual(['steward-1', 'steward-2']);
  const alone = taken(await take(both, second, [second]));
  expect(kids(alone)).toEqual(['steward-2']);
});

test('a key that was retired signs nothing any longer, though it is still pinned', async () => {
  const pinned = trustOf([publicPart(first)]);
  const rotated = taken(await take(pinned, first, [second]));
  expect(await take(rotated, first, [first])).toBe('UNKNOWN_KEY');
});

test('a key that is pinned beside the others is taken: the way on when the steward lost all keys', async () => {
  const rotated = taken(await take(trustOf([publicPart(first), publicPart(third)]), first, [second]));
  expect(kids(rotated)).toEqual(['steward-3', 'steward-2']);
  expect(kids(taken(await take(rotated, third, [third])))).toEqual(['steward-3']);
});

test('only a release that changes who may sign has to be kept', async () => {
  const pinned = trustOf([publicPart(first)]);
  const manifestWith = async (names: readonly PrivateSigningKey[]) => {
    const { jws } = await signRelease(manifestOf({ releaseKeys: names.map(publicPart) }), first);
    const result = await verifyManifest(jws, { keys: [publicPart(first)], region: REGION, minSequence: 1 });
    if (!result.ok) throw new Error(result.refusal.text);
    return result.value;
  };
  const release = await manifestWith([first, second]);
  expect(changesTrust(pinned, release)).toBe(true);
  const after = trustAfter(pinned, release);
  expect(changesTrust(after, await manifestWith([second, first]))).toBe(false);
  expect(changesTrust(after, await manifestWith([second]))).toBe(true);
});
