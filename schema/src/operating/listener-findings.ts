import { configWarning, type ConfigFinding } from './config-report.js';
import { tlsFindings, type TlsFiles } from './tls-files.js';

/** Where a part listens. */
export interface Listener {
  readonly host?: string | undefined;
  readonly profile?: string | undefined;
  readonly tls?: TlsFiles | null | undefined;
}

/** What `config check` says about a listener: its certificate, or that it has none where others could listen in. */
export function listenerFindings(
  { host, profile, tls }: Listener,
  now = new Date(),
): readonly ConfigFinding[] {
  if (tls != null) return tlsFindings(tls, now);
  // Calls are signed, not encrypted: between hosts they need TLS, ours or a proxy's before us.
  if (profile !== 'production' || host === undefined || isLoopbackHost(host)) return [];
  const remedy = 'set MODELLREGION_TLS_CERT_FILE unless a proxy before it speaks TLS';
  return [configWarning('TLS', `Plain HTTP on ${host}: ${remedy}.`)];
}

/** Whether a host name or address is this machine and nobody else's. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);
}
