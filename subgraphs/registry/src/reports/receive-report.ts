import { verifyReport, type Report, type ReportKind } from '@modellregion/schema/release';
import { hasRole, requireMember, validKeys } from '../acts/authenticate.js';
import { RefusedAct } from '../acts/refusals.js';
import type { Registry } from '../acts/registry-context.js';

/**
 * A report, if a gateway of this region signed it with a key that is valid.
 *
 * @throws RefusedAct
 */
export async function receiveReport<Kind extends ReportKind>(
  { db, region }: Pick<Registry, 'db' | 'region'>,
  kind: Kind,
  jws: string,
): Promise<Report<Kind>> {
  const verdict = await verifyReport(kind, jws, { region, keysOf: (gateway) => validKeys(db, gateway) });
  if (!verdict.ok) throw new RefusedAct(verdict.refusal.code, verdict.refusal.text);
  const member = await requireMember(db, verdict.value.gateway);
  if (!hasRole(member, 'gateway')) throw new RefusedAct('NOT_GATEWAY', `${member.name} is no gateway.`);
  return verdict.value;
}
