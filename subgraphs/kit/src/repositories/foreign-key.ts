/**
 * Whether a key of an entity of another subgraph can be looked up. What it means is its owner's affair, but PostgreSQL
 * has no text with NUL and nobody has a key of a thousand characters.
 */
export function isForeignKey(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 200 && !value.includes('\0');
}

/** An entity of another subgraph by its key: the gateway fetches the rest from its owner. */
export function reference(id: string | null): { readonly id: string } | null {
  return id === null ? null : { id };
}
