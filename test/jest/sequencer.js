import TestSequencer from '@jest/test-sequencer';

/**
 * The longest first, so that no core is idle at the end; jest itself knows only how long they took in this folder the last
 * time, and goes by the size of their files on a clean checkout. `join/ten-minutes` and `e2e/outage` look at how soon a
 * region of many processes answers: beside each of them come suites of one process, not one another. Whatever takes less
 * than ten seconds is not listed.
 */
const FIRST = [
  'test/join/ten-minutes',
  'test/differential/types',
  'test/differential/fields',
  'test/differential/keys',
  'test/e2e/outage',
  'test/upstream/share-inflight',
  'test/faulty/stock-executor',
  'test/differential/region',
  'test/registry/hostile',
  'test/join/swapped-release',
  'test/registry/commands',
  'test/join/region',
  'test/join/own-project',
  'test/conformance/subgraphs',
  'test/reload/reload',
  'test/join/contract-versions',
  'subgraphs/energy/test/seed',
  'test/join/swapped',
  'test/gateway/process',
  'test/portal/client-caches',
  'test/region/real-region',
  'test/registry/production',
  'test/release/refused',
  'test/faulty/faulty',
  'test/release/registry-away',
  'test/operate/alone',
  'subgraphs/residents/test/import',
  'test/registry/publication',
  'test/operate/outgoing',
  'test/upstream/retry',
  'test/e2e/portal-queries',
  'test/release/release',
  'test/schema/publication/check-publication',
  'test/pages/browser',
  'subgraphs/mobility/test/gtfs-oracle',
  'subgraphs/mobility/test/import-published',
].map((name) => `/${name}.test.ts`);

const place = ({ path }) => {
  const at = FIRST.findIndex((end) => path.endsWith(end));
  return at === -1 ? FIRST.length : at;
};

/** The listed ones in their order, then the others as jest would. */
export default class Sequencer extends TestSequencer {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => place(one) - place(other));
  }
}
