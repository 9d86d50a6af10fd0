/** A page of rows in the form of the Relay cursor connections specification. */
export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: PageInfo;
}

/** A row and the cursor that continues after it. */
export interface Edge<Node> {
  readonly node: Node;
  readonly cursor: string;
}

/** Where a page stands in its list. Cursors are null on an empty page. */
export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/**
 * Builds a page from rows that were read with `LIMIT first + 1`: the row too many says that there is a next
 * page and is dropped, so that no second statement counts.
 *
 * @param rows in the order of the list, at most `first + 1`
 * @param cursorOf the row's cursor, made with `encodeCursor`
 * @param after the cursor the caller continued from: its row comes before this page
 */
export function connectionFrom<Node>(
  rows: readonly Node[],
  first: number,
  cursorOf: (row: Node) => string,
  after?: string | null,
): Connection<Node> {
  const nodes = rows.slice(0, first);
  const edges = nodes.map((node) => ({ node, cursor: cursorOf(node) }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after !== undefined && after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
