import { createHash } from 'node:crypto';
import type { RequestScope } from '../request.js';

/** Share of callers, in percent, for whom a label of `@override(label:)` is on; labels that are not listed are off. */
export type LabelShares = ReadonlyMap<string, number>;

/** Labels that one operation may touch: each doubles the plans it can have. */
export const MAX_LABELS = 8;

const PERCENT = /^percent\((\d{1,3}(?:\.\d{1,8})?)\)$/;

/**
 * Which labels are on for a request. `percent(n)` and shares are decided by caller and label, so that one caller sees
 * the same subgraph with every request; who is not signed in is nobody in particular, and each request counts alone.
 */
export function labelsOn(
  labels: readonly string[],
  { caller, requestId }: Pick<RequestScope, 'caller' | 'requestId'>,
  shares: LabelShares,
): readonly string[] {
  if (labels.length === 0) return labels;
  const who = caller?.subject ?? requestId;
  return labels.filter((label) => {
    const [, percent] = PERCENT.exec(label) ?? [];
    const share = percent === undefined ? (shares.get(label) ?? 0) : Number(percent);
    return share >= 100 || (share > 0 && placeOf(label, who) < share);
  });
}

/** A number from 0 to below 100 that label and caller alone decide. */
function placeOf(label: string, who: string): number {
  const digest = createHash('sha256').update(`${label}\n${who}`).digest();
  return (digest.readUInt32BE(0) / 2 ** 32) * 100;
}
