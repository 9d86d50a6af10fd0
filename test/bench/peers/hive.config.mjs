// Hive Gateway as it comes, but silent.
export const gatewayConfig = { logging: 'error' };
