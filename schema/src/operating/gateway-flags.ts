/**
 * Flags of Node under which the gateway runs: room for young objects, most of which live as long as one request.
 * With the default of 16 MB many of them are moved about first, which costs a quarter of the time on large answers.
 */
export const GATEWAY_NODE_FLAGS: readonly string[] = ['--max-semi-space-size=64'];
