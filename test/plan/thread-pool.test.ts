import { constants, getPriority } from 'node:os';
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { PlannerData } from '../../gateway/src/plan/messages.js';
import { startPlanning } from '../../gateway/src/plan/planning-threads.js';
import { ThreadPool } from '../../gateway/src/plan/thread-pool.js';
import { composed } from '../support/gateway-under-test.js';

const HEAP_MB = 128;
let pool: ThreadPool;

beforeEach(() => {
  pool = new ThreadPool(HEAP_MB);
});
afterEach(() => pool.close());

/** A supergraph with one field of this name. */
function region(field: string): PlannerData {
  const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9") type Query { ${field}: Int }`;
  const supergraphSdl = composed([{ name: 'one', url: 'http://localhost:1', sdl }]);
  return { supergraphSdl, introspection: true, maxTokens: 1_000, tellsUsage: false };
}
const BROKEN: PlannerData = { ...region('a'), supergraphSdl: 'type Query { broken' };

test('the next supergraph is loaded in the thread of one that is no longer in use', async () => {
  const first = await pool.take(region('first'));
  const second = await pool.take(region('second'));
  await pool.giveBack(first.thread);
  const third = await pool.take(region('third'));
  expect(third.thread).toBe(first.thread);
  expect([second.apiSdl, third.apiSdl]).toEqual([
    expect.stringContaining('second: Int'),
    expect.stringContaining('third: Int'),
  ]);
  await Promise.all([second, third].map(({ thread }) => thread.end()));
});

test('it answers for the supergraph that it loaded last, not for the one before', async () => {
  const first = await startPlanning(region('first'), pool, 500);
  await first.stop();
  const second = await startPlanning(region('second'), pool, 500);
  const analyse = async (source: string): Promise<string> =>
    (await second.analyse({ kind: 'analyse', source, operationName: null })).kind;
  expect([await analyse('{ first }'), await analyse('{ second }')]).toEqual(['invalid', 'analysed']);
  await second.stop();
});

test('a supergraph that cannot be loaded leaves the thread for the next one', async () => {
  const { thread } = await pool.take(region('first'));
  await pool.giveBack(thread);
  await expect(pool.take(BROKEN)).rejects.toThrow(/Syntax Error/);
  const next = await pool.take(region('next'));
  expect(next.thread).toBe(thread);
  await next.thread.end();
});

test('the thread that stands by has loaded what it stands by for', async () => {
  const data = region('first');
  pool.prepare(data);
  pool.prepare(data);
  const { thread } = await pool.take(data);
  const reply = await thread.run({ kind: 'analyse', source: '{ first }', operationName: null }, 500);
  expect(reply?.kind).toBe('analysed');
  await thread.end();
});

test('a thread that ends while it loads is replaced by a new one', async () => {
  const { thread } = await pool.take(region('first'));
  await pool.giveBack(thread);
  const taken = pool.take(region('next'));
  await thread.end();
  const next = await taken;
  expect(next.thread).not.toBe(thread);
  expect(next.apiSdl).toContain('next: Int');
  await next.thread.end();
});

test('who gives up gets no thread, and none is left behind', async () => {
  const { thread } = await pool.take(region('first'));
  await pool.giveBack(thread);
  const wanted = new AbortController();
  const taken = pool.take(region('next'), wanted.signal);
  wanted.abort();
  await expect(taken).rejects.toThrow();
  expect(thread.ended).toBe(true);
});

test('a thread that is at work when it is given back is ended, not kept', async () => {
  const { thread } = await pool.take(region('first'));
  const running = thread.run({ kind: 'analyse', source: '{ first }', operationName: null }, 500);
  // One turn, so that it has begun.
  await Promise.resolve();
  await pool.giveBack(thread);
  expect([thread.ended, await running]).toEqual([true, null]);
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('a planning thread stands back behind the one that answers', async () => {
  const { thread } = await pool.take(region('first'));
  const priorities = readdirSync('/proc/self/task').map((id) => getPriority(Number(id)));
  expect([priorities.filter((it) => it === constants.priority.PRIORITY_LOW).length, getPriority()]).toEqual([
    1,
    getPriority(),
  ]);
  await thread.end();
});
