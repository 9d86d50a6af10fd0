import { expect, test } from '@jest/globals';
import {
  badgeMarkdown,
  badgeSvg,
  conformanceTable,
  readPublishedContract,
  runConformance,
  type ConformanceReport,
} from '@modellregion/subgraph-kit/conformance';
import { SDL, sloppySubgraph, type Sin } from './sloppy-subgraph.js';
import { callKey, shortcomings } from './support.js';

const gateway = callKey('gateway');
const own = callKey('trails');

async function reportOn(...sins: readonly Sin[]): Promise<ConformanceReport> {
  const subgraph = await sloppySubgraph(sins, { own, gateway });
  try {
    return await runConformance({
      url: subgraph.url,
      name: 'trails',
      contract: readPublishedContract(SDL, { owns: ['Trail'], deadlineMs: 3000 }),
      keys: { gateway, subgraph: own },
      samples: {},
      command: [],
    });
  } finally {
    subgraph.close();
  }
}

test('a subgraph without the kit that does everything right conforms', async () => {
  const report = await reportOn();
  expect(shortcomings(report)).toEqual([]);
  expect(report.results.filter(({ status }) => status === 'skipped')).toEqual([
    expect.objectContaining({ rule: 'drain' }),
  ]);
});

test.each<[Sin, RegExp]>([
  ['answers unsigned calls', /^calls: .* is refused: HTTP 200, it was answered$/],
  ['forgets which calls it has seen', /^calls: the same call a second time is refused: HTTP 200/],
  [
    'serves another contract',
    /^contract: .*: Trail.name is published as "name: String!" and served as "name: String"$/,
  ],
  ['sorts entities', /^entities: Trail\(id\): 100 keys in order: place \d+ /],
  ['leaves unknown keys out', /^entities: Trail\(id\): 100 keys in order: place \d+ .*/],
  ['answers unknown keys', /^entities: .*: place 1 .* is answered although nobody has that key$/],
  ['breaks on odd keys', /^entities: .*: null and odd keys disturb no other: there is no list of entities/],
  ['prints stacks', /^errors: .* carries no internals: it has a stack trace/],
  ['has no limits', /^limits: .* is refused: it was answered$/],
  ['is never ready', /^health: GET \/readyz says 200: it says 503$/],
])('one that %s does not', async (sin, complaint) => {
  const found = shortcomings(await reportOn(sin));
  expect(found).not.toEqual([]);
  for (const line of found) expect(line).toMatch(complaint);
});

test('the table says what was seen and what to do; the badge says it in short', async () => {
  const report = await reportOn('sorts entities');
  const table = conformanceTable(report, false);
  expect(table).toContain('  FAILED   entities  Trail(id): 100 keys in order\n');
  expect(table).toContain('Do:   answer _entities with one item for each representation, in their order');
  expect(table).toMatch(/\ntrails does not conform: \d+ passed, 1 failed, 1 skipped\.\n$/);
  expect(badgeSvg(report)).toMatch(/^<svg .*>modellregion<.*>1 of \d+ failed<.*<\/svg>\n$/s);
  expect(badgeMarkdown(await reportOn())).toMatch(/^\*\*modellregion\*\* ✅ trails: conforms (\d+)\/\1\n$/);
});
