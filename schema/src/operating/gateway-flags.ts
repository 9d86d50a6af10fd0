/**
 * Flags of Node under which the gateway runs: room for young objects, most of which live as long as one request.
 * With less, many of them are moved about before they die: with 64 MB, a list of 1,000 entities costs a third more. The
 * room is taken only where many requests with large answers are under way at once.
 */
export const GATEWAY_NODE_FLAGS: readonly string[] = ['--max-semi-space-size=128'];
