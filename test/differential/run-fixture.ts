import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GATEWAY_SETTINGS } from '../../gateway/src/settings.js';
import { clientSchema, oracle, startContender, type Contender, type Operation } from './contenders.js';
import type { Fixture } from './fixture.js';
import { difference } from './judge.js';
import { operations } from './operations.js';
import { STOCK_FAULTS } from './stock-faults.js';

/** `DIFFERENTIAL_EXECUTORS=apollo` runs one alone; the default is every executor that can be chosen. */
const EXECUTORS = (process.env['DIFFERENTIAL_EXECUTORS'] ?? installed()).split(',');
/** Random operations per fixture and executor. */
export const RUNS = Number(process.env['DIFFERENTIAL_RUNS'] ?? 55);
/** Printed, so that a run can be had again: `DIFFERENTIAL_SEED=123`. */
const SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? Date.now() % 1_000_000);
/** The stock executor does not change, so it is asked the same each time: what it gets wrong is listed, not looked for. */
const STOCK_SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 155_219);

function installed(): string {
  return GATEWAY_SETTINGS.includes('MODELLREGION_EXECUTOR') ? 'apollo,modellregion' : 'apollo';
}

/** One suite: each executor over each fixture, judged by the oracle. */
export function describeFixtures(fixtures: readonly Fixture[], runs = RUNS): void {
  console.info(
    `DIFFERENTIAL_SEED=${String(SEED)}, ${String(runs)} operations each, executors: ${EXECUTORS.join(', ')}`,
  );
  describe.each(EXECUTORS)('executor %s', (executor) => {
    describe.each(fixtures.map((it) => [it.name, it] as const))('%s', (_name, fixture) => {
      if (fixture.refusedBy?.includes(executor) === true) describeRefusal(fixture, executor);
      else describeAnswers(fixture, executor, runs);
    });
  });
}

function describeRefusal(fixture: Fixture, executor: string): void {
  test('cannot be loaded', async () => {
    await expect(startContender(fixture, executor)).rejects.toThrow(/does not support|cannot be loaded/);
  });
}

function describeAnswers(fixture: Fixture, executor: string, runs: number): void {
  let contender: Contender;
  let right: Contender;
  let schema: ReturnType<typeof clientSchema>;
  beforeAll(async () => {
    schema = clientSchema(fixture);
    right = oracle(schema, fixture.world());
    contender = await startContender(fixture, executor);
  });
  afterAll(() => contender.close());

  const compare = async (operation: Operation): Promise<string | null> => {
    const [wanted, actual] = await Promise.all([right.run(operation), contender.run(operation)]);
    return difference(wanted, actual);
  };
  const faults = executor === 'apollo' ? STOCK_FAULTS : [];
  const passedOver = (operation: Operation, found: string): boolean =>
    faults.some(({ concerns }) => concerns(operation, found, fixture.name));
  const shown = faults.filter((it) => it.fixture === fixture.name);

  const examples = STOCK_FAULTS.filter((it) => it.fixture === fixture.name).map(({ example }) => ({
    variables: {},
    ...example,
  }));
  const chosen = [...(fixture.operations ?? []).map((query) => ({ query, variables: {} })), ...examples];
  if (chosen.length > 0) {
    test.each(chosen.map((it) => [it.query, it] as const))('%s', async (_query, operation) => {
      const found = await compare(operation);
      if (found !== null && !passedOver(operation, found)) expect(found).toBeNull();
    });
  }
  test('operations at random', async () => {
    const property = fc.asyncProperty(operations(schema), async (operation) => {
      const found = await compare(operation);
      if (found === null || passedOver(operation, found)) return;
      throw new Error(`${operation.query}\n${JSON.stringify(operation.variables)}\n${found}`);
    });
    await fc.assert(property, {
      seed: executor === 'apollo' ? STOCK_SEED : SEED,
      numRuns: runs,
      interruptAfterTimeLimit: 50_000,
    });
  });
  if (shown.length > 0) {
    test.each(shown.map((it) => [it.name, it] as const))(
      'stock fault: %s',
      async (_name, { example, right: answer }) => {
        const operation = { variables: {}, ...example };
        expect((await right.run(operation)).data).toEqual(answer);
        expect(await compare(operation)).not.toBeNull();
      },
    );
  }
}
