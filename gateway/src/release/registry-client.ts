import { certificateFault } from '@modellregion/schema';
import type { OpenWay } from '@modellregion/schema/outgoing';
import { RELEASE_LIMITS, sha256Hex } from '@modellregion/schema/release';
import { errors, type Dispatcher } from 'undici';
import { codeOf } from '../errors/fault.js';

/** What came of asking for a release. */
export type ReleaseAnswer =
  | { readonly kind: 'document'; readonly document: unknown; /** Tells answers apart. */ readonly id: string }
  /** There is none but the one whose tag was sent. */
  | { readonly kind: 'unchanged' }
  /** More than is taken. */
  | { readonly kind: 'too-large' }
  /** It has none, or not this one. */
  | { readonly kind: 'missing'; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** What came of a report; `refused`: never going to be taken; `not-admitted`: not from this gateway, or its key, yet. */
export type ReportAnswer = 'taken' | 'refused' | 'not-admitted' | 'unavailable';

export interface RegistryClient {
  /**
   * @param known hash of the release that is known; with it the registry may wait for another one
   * @param waitSeconds how long it may; 0: answer at once
   */
  readonly latest: (known: string | null, waitSeconds: number, signal: AbortSignal) => Promise<ReleaseAnswer>;
  readonly bySequence: (sequence: number, signal: AbortSignal) => Promise<ReleaseAnswer>;
  readonly report: (kind: 'usage' | 'serving', jws: string, signal: AbortSignal) => Promise<ReportAnswer>;
  readonly close: () => Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** The one that waits and one for reports. */
const CONNECTIONS = 2;

/**
 * @param open makes the connections, with the operator's authorities and proxy
 * @param deadlineMs for a whole answer, besides the time that the registry was asked to wait
 */
export function createRegistryClient(
  registry: URL,
  variant: string,
  open: OpenWay,
  deadlineMs: number,
): RegistryClient {
  const pool = open(registry.origin, {
    connections: CONNECTIONS,
    maxResponseSize: RELEASE_LIMITS.documentBytes,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
  });
  const base = registry.pathname.replace(/\/$/, '');
  const { origin } = registry;
  const release = (path: string, headers: Record<string, string>, ms: number, signal: AbortSignal) =>
    askRelease(
      pool,
      { origin, method: 'GET', path: `${base}/releases/${path}?variant=${variant}`, headers },
      AbortSignal.any([signal, AbortSignal.timeout(ms)]),
    );
  return {
    latest: (known, waitSeconds, signal) => {
      const headers = {
        accept: 'application/json',
        ...(known === null ? {} : { 'if-none-match': `"${known}"` }),
        ...(known === null || waitSeconds === 0 ? {} : { prefer: `wait=${String(waitSeconds)}` }),
      };
      return release('latest', headers, waitSeconds * 1_000 + deadlineMs, signal);
    },
    bySequence: (sequence, signal) =>
      release(String(sequence), { accept: 'application/json' }, deadlineMs, signal),
    report: (kind, jws, signal) =>
      sendReport(
        pool,
        {
          origin,
          method: 'POST',
          path: `${base}/reports/${kind}`,
          headers: { 'content-type': 'application/jose' },
          body: jws,
        },
        AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
      ),
    close: () => pool.destroy(),
  };
}

/** undici's `request` follows no redirect and decompresses nothing, which is what we want. */
async function askRelease(
  pool: Dispatcher,
  options: Dispatcher.RequestOptions,
  signal: AbortSignal,
): Promise<ReleaseAnswer> {
  try {
    const { statusCode, headers, body } = await pool.request({ ...options, signal });
    if (statusCode !== 200) {
      await body.dump({ limit: 1_000, signal });
      if (statusCode === 304) return { kind: 'unchanged' };
      if (statusCode === 404) return { kind: 'missing', reason: 'HTTP 404, it has no release' };
      return unavailable(statusReason(statusCode));
    }
    if (Number(headers['content-length'] ?? 0) > RELEASE_LIMITS.documentBytes) {
      body.on('error', () => undefined).destroy();
      return { kind: 'too-large' };
    }
    const bytes = await body.bytes();
    return { kind: 'document', document: jsonOf(bytes), id: sha256Hex(bytes) };
  } catch (error) {
    if (error instanceof errors.ResponseExceededMaxSizeError) return { kind: 'too-large' };
    return unavailable(signal.aborted ? 'no whole answer in time' : faultReason(codeOf(error)));
  }
}

async function sendReport(
  pool: Dispatcher,
  options: Dispatcher.RequestOptions,
  signal: AbortSignal,
): Promise<ReportAnswer> {
  try {
    const { statusCode, body } = await pool.request({ ...options, signal });
    await body.dump({ limit: 1_000, signal });
    if (statusCode >= 200 && statusCode < 300) return 'taken';
    if (statusCode === 401 || statusCode === 403) return 'not-admitted';
    return REFUSED.has(statusCode) ? 'refused' : 'unavailable';
  } catch {
    return 'unavailable';
  }
}

/** Statuses after which the same report is refused again. */
const REFUSED = new Set([400, 413, 415, 422]);

function statusReason(status: number): string {
  const redirect = status >= 300 && status < 400;
  return `HTTP ${String(status)}${redirect ? ', a redirect, which is not followed' : ''}`;
}

const faultReason = (code: string | null): string =>
  code === null ? 'unknown fault' : (certificateFault(code) ?? code);

const unavailable = (reason: string): ReleaseAnswer => ({ kind: 'unavailable', reason });

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
}
