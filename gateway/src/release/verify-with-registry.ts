import { releaseDocumentSchema, unverifiedSequence } from '@modellregion/schema/release';
import type { RegistryClient } from './registry-client.js';
import type { ReleaseLedger, Verification } from './release-ledger.js';

/** Releases between a known one and a wanted one that are looked at for the keys they name. */
const MAX_CATCH_UP = 100;

/** Verifies a document; where its key is unknown, the releases between may name it. */
export async function verifyWithRegistry(
  document: unknown,
  ledger: ReleaseLedger,
  client: RegistryClient,
  signal: AbortSignal,
): Promise<Verification> {
  const verification = await ledger.verify(document);
  const unknownKey = verification.kind === 'refused' && verification.refusal.code === 'UNKNOWN_KEY';
  if (!unknownKey || !(await catchUp(document, ledger, client, signal))) return verification;
  return ledger.verify(document);
}

/** Whoever was away while the keys were changed learns of it from the releases between. @returns whether it did */
async function catchUp(
  document: unknown,
  ledger: ReleaseLedger,
  client: RegistryClient,
  signal: AbortSignal,
): Promise<boolean> {
  const wanted = releaseDocumentSchema.safeParse(document);
  const to = wanted.success ? unverifiedSequence(wanted.data.manifest) : null;
  if (ledger.verified === null || to === null) return false;
  const { chain } = ledger.kept;
  const from = ledger.verified.manifest.sequence + 1;
  for (let sequence = from; sequence < Math.min(to, from + MAX_CATCH_UP); sequence += 1) {
    const answer = await client.bySequence(sequence, signal);
    // Numbers are left out where a registry was restored from a backup.
    if (answer.kind === 'missing') continue;
    if (answer.kind !== 'document') break;
    const between = releaseDocumentSchema.safeParse(answer.document);
    if (!between.success || !(await ledger.pass(between.data))) break;
  }
  return ledger.kept.chain !== chain;
}
