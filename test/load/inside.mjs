// Loaded into the gateway before its own code: says what it holds when asked.
process.on('message', ({ type }) => {
  if (type !== 'held') return;
  globalThis.gc();
  globalThis.gc();
  const sockets = process.getActiveResourcesInfo().filter((it) => it.startsWith('TCPSocketWrap')).length;
  process.send({ type: 'held', heapMb: process.memoryUsage().heapUsed / 1e6, sockets });
});
// It alone must not keep the gateway alive.
process.channel?.unref();
