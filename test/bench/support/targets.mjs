// What the engine was built to reach: how many times less CPU a request than others, in one run.
const HIVE = 'hive, Rust planner';
const TARGETS = [
  ['join, every request different', { apollo: 14, [HIVE]: 5, limit: 1 / 1.6 }],
  ['join, one query in flight', { apollo: 100, [HIVE]: 7 }],
  ['one small field', { apollo: 10, [HIVE]: 4, limit: 1 / 2.5 }],
  ['200 operations in turn', { apollo: 10, [HIVE]: 7 }],
  ['list of 1,000 joined entities, all different', { apollo: 4.5, [HIVE]: 3.5 }],
];

const times = (value) =>
  value >= 1 ? `${value.toPrecision(2)} × less` : `${(1 / value).toPrecision(2)} × as much`;

/**
 * @param {Map<string, Map<string, { cpuMs: number, peakMb: number } | null>>} measured by scenario and contender
 * @returns {string[]} lines; empty if nothing of it was measured
 */
export function targetLines(measured) {
  const rows = TARGETS.flatMap(([scenario, asked]) => {
    const results = measured.get(scenario);
    const own = results?.get('modellregion');
    if (!own) return [];
    return Object.entries(asked).flatMap(([other, target]) => {
      const its = results.get(other);
      if (!its) return [];
      const reached = its.cpuMs / own.cpuMs;
      return [
        `| ${scenario} | ${other} | ${times(target)} | ${times(reached)} | ${verdict(reached, target, its, results)} |`,
      ];
    });
  });
  if (rows.length === 0) return [];
  return [
    '## Targets',
    '',
    'CPU a request beside others. A target below the limit is beyond any gateway that asks the subgraphs over HTTP and',
    'reads JSON: what only replays the same calls takes more.',
    '',
    '| scenario | beside | target | measured | |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    ...memoryLines(measured),
  ];
}

function verdict(reached, target, its, results) {
  if (reached >= target) return 'reached';
  const limit = results.get('limit');
  const most = limit ? its.cpuMs / limit.cpuMs : Infinity;
  return most < target ? `below the limit, which takes ${times(most)}` : 'missed';
}

function memoryLines(measured) {
  const above = [...measured].filter(([, results]) => {
    const [own, hive] = [results.get('modellregion'), results.get(HIVE)];
    return own && hive && own.peakMb > hive.peakMb;
  });
  const compared = [...measured.values()].filter(
    (results) => results.get('modellregion') && results.get(HIVE),
  );
  if (compared.length === 0) return [];
  const names = above.map(([name]) => name).join('; ');
  return [
    `Peak memory is at most that of ${HIVE} in ${compared.length - above.length} of ${compared.length} scenarios` +
      `${names === '' ? '.' : `; not in: ${names}.`}`,
    '',
  ];
}
