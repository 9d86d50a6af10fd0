import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SubgraphContract } from '@modellregion/schema/checks';
import { CARELESS } from '../schema/publication/careless.js';
import { GRANTABLE } from '../schema/publication/grantable.js';
import { SMALL_REGION, tourism } from '../schema/publication/hostile.js';
import { entryOf, startRegistry, type Answer, type Member, type RegistryUnderTest } from './support.js';

/** Who plays the towns: one member answers for all of the small region, another for the partner that joins. */
const operatorOf = (subgraph: string): Member => (subgraph === 'tourism' ? 'trees' : 'parks');

/** What the entry alone shows the registry refuses before a check, by one code for all of it. */
const IN_THE_ENTRY: readonly string[] = ['OWNED_BY_ANOTHER', 'URL_TAKEN', 'URL_INVALID'];

let registry: RegistryUnderTest;

beforeAll(async () => {
  registry = await startRegistry({
    contracts: SMALL_REGION.map(({ entry, sdl }) => ({
      member: operatorOf(entry.name),
      entry: stated(entry) as never,
      sdl,
    })),
  });
});
afterAll(() => registry.stop());

/** An entry with the operator that plays its town. */
function stated({ sdlFile: _, ...entry }: SubgraphContract['entry']) {
  const { operator } = entryOf(operatorOf(entry.name), []);
  return { ...entry, operator };
}

const publish = ({ entry, sdl }: SubgraphContract): Promise<Answer> =>
  registry.act('trees', { action: 'subgraph.publish', body: { name: 'tourism', entry: stated(entry), sdl } });

/** Each way to be refused once: all attempts are put to the checks themselves in test/schema/publication. */
function oneOfEach<T>(attempts: readonly T[], of: (attempt: T) => string): readonly T[] {
  return [...new Map(attempts.toReversed().map((it) => [of(it), it])).values()].toReversed();
}

const ATTEMPTS = [
  ...CARELESS,
  ...GRANTABLE.map(
    ([name, code, sdl, , links]) => [name, code, sdl, links === undefined ? {} : { links }] as const,
  ),
];

test('what is refused is refused by its code, and the release stays what it was, byte for byte', async () => {
  const attempts = oneOfEach(ATTEMPTS, ([, code]) => code);
  expect(attempts.length).toBeGreaterThanOrEqual(40);
  const before = await registry.releaseHash();
  const unexpected: string[] = [];
  for (const [attempt, code, sdl, options] of attempts) {
    const { problems, refusal, status } = await publish(tourism(sdl, options));
    const said = [...problems, ...(refusal === null ? [] : [`${refusal.code}: ${refusal.reason}`])];
    const expected = IN_THE_ENTRY.includes(code) ? 'INVALID_ENTRY' : code;
    if (status === 'DONE' || !said.some((text) => text.startsWith(`${expected}:`)))
      unexpected.push(`${attempt}: ${status} ${said.join(' ')}`);
    if ((await registry.releaseHash()) !== before) throw new Error(`${attempt} was released.`);
  }
  expect(unexpected).toEqual([]);
}, 300_000);

test('what owners can grant is released once they have, with just that grant', async () => {
  const unexpected: string[] = [];
  for (const [attempt, , sdl, grants, links] of oneOfEach(GRANTABLE, ([, code]) => code)) {
    for (const body of grants) {
      const answer = await registry.act(operatorOf(body.owner), { action: 'grant.give', body });
      if (answer.status !== 'DONE') unexpected.push(`${attempt}: ${answer.refusal?.reason ?? ''}`);
    }
    const before = await registry.releaseHash();
    const { problems, refusal, status } = await publish(tourism(sdl, links === undefined ? {} : { links }));
    if (status !== 'DONE')
      unexpected.push(`${attempt}: ${status} ${refusal?.reason ?? ''}${problems.join(' ')}`);
    else if ((await registry.releaseHash()) === before) unexpected.push(`${attempt}: nothing was released`);
    await again();
  }
  expect(unexpected).toEqual([]);
}, 300_000);

/** Back to the region without tourism and without grants. */
async function again(): Promise<void> {
  await registry.act('trees', { action: 'subgraph.withdraw', body: { name: 'tourism' } });
  const { grants } = await registry.ask<{ grants: readonly { id: string; revokedAt: string | null }[] }>(
    '{ grants { id revokedAt } }',
  );
  for (const { id, revokedAt } of grants)
    if (revokedAt === null) await registry.act('steward', { action: 'grant.revoke', body: { grant: id } });
}
