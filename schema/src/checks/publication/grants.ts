import type { Grant, GrantedAct, PublicationInput } from './publication.js';
import type { PublicationContext } from './publication-context.js';

/** A grant that is not there: as data, and as a request in words. */
export interface MissingGrant {
  readonly grant: Omit<Grant, 'until'>;
  /** `ask Stadt Paderborn (amt@…) to grant tourism OVERRIDE on Municipality.name` */
  readonly ask: string;
}

/** The grant that a candidate lacks for an act; undefined when the owner gave it. */
export function missingGrant(
  { input, others }: Pick<PublicationContext, 'input' | 'others'>,
  owner: string,
  coordinate: string,
  allows: GrantedAct,
): MissingGrant | undefined {
  const partner = input.candidate.entry.name;
  const grant = { owner, partner, coordinate, allows };
  if (input.grants.some((one) => isSame(one, grant) && isInForce(one, input))) return undefined;
  const operator = others.find(({ entry }) => entry.name === owner)?.entry.operator;
  const whom = operator === undefined ? owner : `${operator.name} (${operator.contact.email})`;
  return { grant, ask: `ask ${whom} to grant ${partner} ${allows} on ${coordinate}` };
}

/** Exactly this type or field, this partner and this act: nothing is granted along with something else. */
function isSame(one: Grant, { allows, coordinate, owner, partner }: Omit<Grant, 'until'>): boolean {
  return (
    one.owner === owner && one.partner === partner && one.coordinate === coordinate && one.allows === allows
  );
}

function isInForce({ until }: Grant, { now }: PublicationInput): boolean {
  if (until === undefined) return true;
  const end = Date.parse(until);
  // An end that is no instant is not read as "for good".
  return !Number.isNaN(end) && (now === undefined ? Date.now() : Date.parse(now)) < end;
}
