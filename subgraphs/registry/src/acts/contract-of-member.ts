import { CONTRACT_VERSION, contractFault, readEntry, type RegistryEntry } from '@modellregion/schema';
import type { ReleaseSubgraph, StatementBody } from '@modellregion/schema/release';
import type { Member } from '../generated/prisma/client.js';
import type { Tx } from '../store/database.js';
import { hasRole, type Authenticated } from './authenticate.js';
import { RefusedAct } from './refusals.js';

/**
 * The entry that a member wants to publish, if it may: as an operator, for itself, under a name that is free or its
 * own. What the entry and the SDL mean for others is for the checks to say. It states the version of the contract that
 * it is called by from then on.
 *
 * @throws RefusedAct
 */
export async function entryOfMember(
  tx: Tx,
  { member }: Pick<Authenticated, 'member'>,
  body: StatementBody<'subgraph.publish'>,
): Promise<RegistryEntry> {
  if (!hasRole(member, 'operator')) throw new RefusedAct('NOT_OPERATOR', `${member.name} is no operator.`);
  const reading = readEntry(body.entry);
  if (!reading.ok) throw new RefusedAct('INVALID_ENTRY', `${reading.faults.join('; ')}.`);
  const { entry } = reading;
  if (entry.name !== body.name) {
    throw new RefusedAct('INVALID_ENTRY', `name: the entry is of ${entry.name}, not of ${body.name}.`);
  }
  const fault = contractFault(entry.contract);
  if (fault !== null) throw new RefusedAct('INVALID_ENTRY', `contract: ${entry.name} ${fault}.`);
  const holder = (await tx.subgraph.findUnique({ where: { name: entry.name } }))?.memberId;
  if (holder !== undefined && holder !== member.id) {
    throw new RefusedAct(
      'NOT_YOUR_SUBGRAPH',
      `The subgraph ${entry.name} is ${holder}'s, not ${member.id}'s.`,
    );
  }
  refuseOtherOperator(member, entry);
  return calledBy(entry);
}

/**
 * An entry with the version of the contract that it is called by: what none stated is the current one of now, which its
 * subgraph is asked by. Left open it would become another as soon as a gateway has a newer one, that its kit may not know.
 */
export function calledBy(entry: RegistryEntry): RegistryEntry {
  return { ...entry, contract: entry.contract ?? CONTRACT_VERSION };
}

function refuseOtherOperator(member: Member, { operator }: RegistryEntry): void {
  const own = operator.ags === undefined ? member.districtKey : member.ags;
  const stated = operator.ags ?? operator.districtKey;
  if (own === stated) return;
  throw new RefusedAct(
    'OPERATOR_MISMATCH',
    `operator: ${stated ?? ''} is not the number of ${member.name}, which is ${member.ags ?? member.districtKey ?? member.ars ?? 'none'}.`,
  );
}

/** What two subgraphs may not share: the address that is called, the answer for a type. */
export function refuseShared(entry: RegistryEntry, others: readonly ReleaseSubgraph[]): void {
  const { host } = new URL(entry.url);
  for (const other of others) {
    if (other.name === entry.name) continue;
    if (new URL(other.url).host === host) {
      throw new RefusedAct('INVALID_ENTRY', `url: ${host} is where ${other.name} is called.`);
    }
    const type = entry.owns.find((it) => other.owns.includes(it));
    if (type !== undefined) {
      throw new RefusedAct('INVALID_ENTRY', `owns: ${type} is owned by ${other.name}; one owner each.`);
    }
  }
}
