/** The proxies' variables are written small as often as large; the small one wins, as in most programs. */
export function withProxyNames<Value>(
  env: Readonly<Record<string, Value | undefined>>,
): Readonly<Record<string, Value | undefined>> {
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].map(
    (name) => [name, env[name.toLowerCase()] ?? env[name]] as const,
  );
  return { ...env, ...Object.fromEntries(proxies) };
}
