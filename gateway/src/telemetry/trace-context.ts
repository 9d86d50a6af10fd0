import { randomFillSync } from 'node:crypto';

/** Where a request stands in a W3C trace; our span is the parent of every subgraph call. */
export interface TraceContext {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** Two hex digits; the caller's wish whether the trace is recorded goes on unchanged. */
  readonly flags: string;
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Continues the trace of a `traceparent` header, or begins one where it is absent or malformed (W3C § 3.2). */
export function continueTrace(header: string | undefined): TraceContext {
  const [, traceId, parent, flags] = TRACEPARENT.exec(header ?? '') ?? [];
  if (traceId === undefined || flags === undefined || /^0+$/.test(traceId) || /^0+$/.test(parent ?? '')) {
    return { traceId: randomHex(16), flags: '00' };
  }
  return { traceId, flags };
}

/** The header of one call under this trace, with a span id of its own. */
export function childTraceparent(trace: TraceContext): string {
  return `00-${trace.traceId}-${randomHex(8)}-${trace.flags}`;
}

/** Drawn in one go for many ids: asking the system for each takes longer than all else about a call. */
const pool = Buffer.allocUnsafe(4_096);
let used = pool.length;

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}
