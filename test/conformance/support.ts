import { generateKeyPairSync } from 'node:crypto';
import type { PrivateCallKey } from '@modellregion/schema';
import type { ConformanceReport } from '@modellregion/subgraph-kit/conformance';

/** The results that are not as they should be, in words; for a test's failure to say what is wrong. */
export function shortcomings({ results }: ConformanceReport): readonly string[] {
  return results
    .filter(({ status }) => status === 'failed')
    .map(({ rule, what, why }) => `${rule}: ${what}: ${why ?? ''}`);
}

export function callKey(party: string): PrivateCallKey {
  const { x, d } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  if (x === undefined || d === undefined) throw new Error('a key pair without x and d');
  return { kid: `${party}-test`, x25519: x, d };
}
