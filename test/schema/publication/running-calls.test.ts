import { afterEach, expect, test } from '@jest/globals';
import type {
  PublicationInput,
  SubgraphContract,
} from '../../../schema/src/checks/publication/publication.js';
import type { RegistryCaller } from '../../../schema/src/checks/publication/registry-calls.js';
import { reachability } from '../../../schema/src/checks/publication/rules/reachability.js';
import { runningCalls } from '../../../schema/src/checks/publication/rules/running-calls.js';
import {
  newCallKey,
  publicCallKey,
  signedSubgraph,
  type Carelessness,
  type SignedSubgraph,
} from '../../support/signed-subgraph.js';
import { LINKS, OWN, publicationOf, tourism } from './hostile.js';
import { checkPublication } from './support.js';

// What the registry sees of a running subgraph with a call key of its own.

const SDL = `${LINKS}\n${OWN}`;
const own = newCallKey('tourism-1');
const registry = newCallKey('registry-2');
const olderKey = newCallKey('registry-1');

const open: SignedSubgraph[] = [];
afterEach(() => {
  for (const running of open.splice(0)) running.close();
});

/** Codes, or why a rule did not run, of both rules; the keys are those of a well-run registry unless given. */
async function asked(
  careless?: Carelessness,
  {
    callKeys = [registry],
    candidate,
    knows = [publicCallKey(registry)],
    serves = SDL,
  }: {
    readonly callKeys?: RegistryCaller['callKeys'];
    readonly candidate?: Partial<SubgraphContract['entry']>;
    readonly knows?: readonly ReturnType<typeof publicCallKey>[];
    readonly serves?: string;
  } = {},
): Promise<readonly string[]> {
  const running = await signedSubgraph(serves, { own, registry: knows }, careless);
  open.push(running);
  const entry = { url: running.url, keys: [publicCallKey(own)], ...candidate };
  const input: PublicationInput = { ...publicationOf(tourism(OWN, entry)), running: 'ask' };
  const reached = await reachability(input, { callKeys });
  const calls = await runningCalls(input, { callKeys }, reached);
  return [reached, calls].flatMap(({ findings, skippedBecause, status }) =>
    status === 'failed' ? findings.map(({ code }) => code) : [skippedBecause ?? status],
  );
}

const NOT_LOOKED_AT = 'The running subgraph did not answer as it should.';

test('one that serves what is published to the registry’s signed question, and answers nothing else, passes', async () => {
  expect(await asked()).toEqual(['completed', 'completed']);
});

test.each<[Carelessness, readonly string[]]>([
  ['answers unsigned calls', ['completed', 'RUNNING_ANSWERS_UNSIGNED']],
  // Whoever does not look at the key does not look at what else is signed.
  [
    'answers foreign keys',
    [
      'completed',
      ...['FOREIGN', 'UNKNOWN_KEY', 'OTHER_PATH', 'OTHER_CALLER', 'NO_CALLER', 'OTHER_CONTRACT'].map(
        (it) => `RUNNING_ANSWERS_${it}`,
      ),
    ],
  ],
  ['answers old calls', ['completed', 'RUNNING_ANSWERS_STALE']],
  ['forgets which calls it has seen', ['completed', 'RUNNING_ANSWERS_TWICE']],
  [
    'answers the registry everything',
    ['completed', 'RUNNING_TRUSTS_REGISTRY', ...Array<string>(4).fill('RUNNING_WITHOUT_LIMITS')],
  ],
  ['prints stacks', ['completed', 'RUNNING_TELLS_INTERNALS']],
  ['has no limits', ['completed', 'RUNNING_WITHOUT_LIMITS', 'RUNNING_WITHOUT_LIMITS']],
  ['does not know the registry', ['RUNNING_REFUSES_REGISTRY', NOT_LOOKED_AT]],
])('one that %s is refused', async (careless, said) => {
  expect(await asked(careless)).toEqual(said);
});

test('one that serves another SDL is refused, and not looked at further', async () => {
  const serves = SDL.replace('name: String', 'title: String');
  expect(await asked(undefined, { serves })).toEqual(['RUNNING_SDL_DIFFERS', NOT_LOOKED_AT]);
});

test('one that knows only the older key of the registry is asked with that', async () => {
  const rotating = { callKeys: [registry, olderKey], knows: [publicCallKey(olderKey)] };
  expect(await asked(undefined, rotating)).toEqual(['completed', 'completed']);
});

test('without a key on either side there is nothing to sign with, and a subgraph that refuses is right', async () => {
  expect(await asked(undefined, { callKeys: [] })).toEqual([
    'It answers only whom it knows, and this registry has no call key.',
    NOT_LOOKED_AT,
  ]);
  expect(await asked(undefined, { candidate: { keys: [] } })).toEqual([
    'It answers only whom it knows, and no call key of it is published that the registry could sign for.',
    NOT_LOOKED_AT,
  ]);
  expect(await asked('answers unsigned calls', { callKeys: [] })).toEqual([
    'completed',
    'There are no keys to sign a call with.',
  ]);
});

test('on a developer’s machine it is asked where it listens, whatever its address says', async () => {
  const running = await signedSubgraph(SDL, { own, registry: [publicCallKey(registry)] });
  open.push(running);
  const entry = { url: 'http://127.0.0.1:1/graphql', keys: [publicCallKey(own)] };
  const input: PublicationInput = { ...publicationOf(tourism(OWN, entry)), running: 'ask' };
  const addresses = new Map([['tourism', running.url]]);
  const { status } = await reachability(input, { callKeys: [registry], addresses });
  expect([status, running.calls()]).toEqual(['completed', 1]);
});

test('what it cannot ask the registry says: entities are for the conformance suite', async () => {
  const running = await signedSubgraph(SDL, { own, registry: [publicCallKey(registry)] });
  open.push(running);
  const entry = { url: running.url, keys: [publicCallKey(own)] };
  const input: PublicationInput = { ...publicationOf(tourism(OWN, entry)), running: 'ask' };
  const { results, status } = await checkPublication(input, { callKeys: [registry] });
  expect([status, results.at(-1)]).toEqual([
    'accepted',
    expect.objectContaining({
      rule: 'running-entities',
      status: 'skipped',
      skippedBecause: expect.stringContaining('"modellregion conformance" asks for entities'),
    }),
  ]);
});
