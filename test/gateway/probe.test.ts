import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createHealthBoard } from '../../gateway/src/upstream/health.js';
import { startProbes } from '../../gateway/src/upstream/probe.js';
import type { SubgraphClient } from '../../gateway/src/upstream/subgraph-client.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** A subgraph of which only `/readyz` is asked. */
function subgraph(isUp: () => boolean): { readonly client: SubgraphClient; readonly asked: () => number } {
  let asked = 0;
  const ready: SubgraphClient['ready'] = () => {
    asked += 1;
    return Promise.resolve(isUp() ? { status: 200, version: '1.0.0' } : 'SUBGRAPH_UNAVAILABLE');
  };
  const post: SubgraphClient['post'] = () => Promise.reject(new Error('not asked'));
  const client = { path: '/graphql', deadlineMs: 1_000, ready, post };
  return { client: { ...client, close: () => Promise.resolve() }, asked: () => asked };
}

const target = { name: 'energy', operator: null, registered: true };

test('a subgraph that is coming up is seen up a moment later, and from then on asked every five seconds', async () => {
  let up = false;
  const { client, asked } = subgraph(() => up);
  const health = createHealthBoard([target]);
  const stop = startProbes([{ target, client }], health);
  await jest.advanceTimersByTimeAsync(600);
  expect(health.list()[0]?.state).toBe('down');

  up = true;
  await jest.advanceTimersByTimeAsync(250);
  expect(health.list()[0]?.state).toBe('up');
  const before = asked();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(asked() - before).toBe(2);

  // What was up before is not asked faster when it fails.
  up = false;
  await jest.advanceTimersByTimeAsync(10_000);
  expect(asked() - before).toBe(4);
  stop();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(asked() - before).toBe(4);
});

test('one that never comes up is asked fast for a minute and no longer', async () => {
  const { client, asked } = subgraph(() => false);
  const stop = startProbes([{ target, client }], createHealthBoard([target]));
  await jest.advanceTimersByTimeAsync(61_000);
  const before = asked();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(asked() - before).toBe(2);
  stop();
});
