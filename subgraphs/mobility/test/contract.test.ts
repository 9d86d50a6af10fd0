import { loadRegistry } from '@modellregion/schema';
import { runChecks } from '@modellregion/schema/checks';
import { expect, test } from '@jest/globals';

test('the contract of mobility composes and keeps every rule', () => {
  const { findings } = runChecks(loadRegistry());
  expect(findings.filter(({ subgraph }) => subgraph === 'mobility')).toEqual([]);
});
