import { buildSchema } from 'graphql';
import type { UsedOperation } from './publication.js';
import { usedCoordinates } from './used-coordinates.js';

/** An operation with what it uses. */
export interface User {
  readonly operation: UsedOperation;
  readonly uses: ReadonlySet<string>;
}

/** Operations with what of a schema they use. */
export function users(operations: readonly UsedOperation[], apiSdl: string): readonly User[] {
  const schema = buildSchema(apiSdl);
  return operations.map((operation) => ({ operation, uses: usedCoordinates(operation.document, schema) }));
}

/** `Asked for 1,234 times in the last 30 days: portal-paderborn 2.1 (1,200 times: StopBoard), …` */
export function describeUse(by: readonly User[], days: number): string {
  const period = `in the last ${String(days)} days`;
  if (by.length === 0) return `Nobody asked for it ${period}.`;
  const clients = new Map<string, { count: number; names: Set<string> }>();
  for (const { operation } of by) {
    const { client, count, hash, name } = operation;
    const key = client.version === null ? client.name : `${client.name} ${client.version}`;
    const entry = clients.get(key) ?? { count: 0, names: new Set<string>() };
    entry.count += count;
    entry.names.add(name ?? hash.slice(0, 12));
    clients.set(key, entry);
  }
  const sorted = [...clients].sort(([, a], [, b]) => b.count - a.count);
  const total = sorted.reduce((sum, [, { count }]) => sum + count, 0);
  const shown = sorted
    .slice(0, 5)
    .map(([name, { count, names }]) => `${name} (${times(count)}: ${some([...names].sort())})`);
  const more = sorted.length > 5 ? [`${String(sorted.length - 5)} more clients`] : [];
  return `Asked for ${times(total)} ${period}: ${[...shown, ...more].join(', ')}.`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count.toLocaleString('en-GB')} times`;
}

function some(names: readonly string[]): string {
  return names.length <= 4
    ? names.join(', ')
    : `${names.slice(0, 4).join(', ')} and ${String(names.length - 4)} more`;
}
