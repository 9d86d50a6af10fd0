import { clampFirst, MAX_PAGE_SIZE } from '@modellregion/subgraph-kit';

/**
 * The first rows of a list that a repository has bounded to 100.
 *
 * @throws ClientError `BAD_USER_INPUT` unless `first` is 1 to 100
 */
export async function firstOf<Row>(
  rows: Promise<readonly Row[]>,
  args: { readonly first: number },
): Promise<readonly Row[]> {
  const first = pageSize(args);
  return (await rows).slice(0, first);
}

/** The argument `first`; its default stands in schema.graphql. */
export function pageSize({ first }: { readonly first: number }): number {
  return clampFirst(first, { default: MAX_PAGE_SIZE });
}
