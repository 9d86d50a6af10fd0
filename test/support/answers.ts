import type { Answer } from './region.js';

/** Root field → what became of it. */
export function survivors(answer: Answer): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(answer.data ?? {}).map(([field, value]) => [field, value === null ? 'lost' : 'survives']),
  );
}

/** One line an error: place, code, subgraph, operator, retryable, text. */
export function errorTable(answer: Answer): readonly string[] {
  return answer.errors
    .map(({ message, path = [], extensions: { code, subgraph, operator, retryable } }) =>
      [path.join('.'), code, subgraph, operator, retryable, message].map(String).join(' | '),
    )
    .sort();
}

/** How many values an answer holds at each leaf, `list` standing for any index: shows that nothing is empty. */
export function leaves(
  value: unknown,
  path = '',
  counts: Record<string, number> = {},
): Record<string, number> {
  if (Array.isArray(value)) for (const item of value) leaves(item, path, counts);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value))
      leaves(child, path === '' ? key : `${path}.${key}`, counts);
  } else counts[path] = (counts[path] ?? 0) + (value === null ? 0 : 1);
  return counts;
}
