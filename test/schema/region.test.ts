import { expect, test } from '@jest/globals';
import { loadRegistry } from '@modellregion/schema';
import { runChecks } from '@modellregion/schema/checks';

test('the contracts of the region compose and keep every rule', () => {
  const { findings, subgraphs } = runChecks(loadRegistry());
  expect(subgraphs).toEqual(['businesses', 'energy', 'mobility', 'residents', 'tourism']);
  expect(findings).toEqual([]);
});
