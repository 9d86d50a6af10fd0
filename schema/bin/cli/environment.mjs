/** The environment of every child: the tools we use report to nobody. */
export function childEnvironment(extra = {}) {
  return {
    ...process.env,
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    CHECKPOINT_DISABLE: '1',
    APOLLO_TELEMETRY_DISABLED: 'true',
    ...extra,
  };
}
