/** Longest document, in tokens: 1 MB of GraphQL would keep everyone else waiting for seconds. */
export const MAX_TOKENS = 15_000;
