import type { PublicationInput } from './publication.js';

/** What becomes of the grants that a withdrawn subgraph gave and was given. */
export function grantsOfWithdrawn({
  candidate,
  forced = false,
  grants,
}: PublicationInput): readonly string[] {
  const { name } = candidate.entry;
  return grants.flatMap(({ allows, coordinate, owner, partner }) => {
    const grant = `The grant of ${owner} to ${partner}, ${allows} on ${coordinate},`;
    const again = `counts again once ${name} is published again`;
    if (owner === name) return [`${grant} has no effect without ${name}; it stays, and ${again}.`];
    if (partner !== name) return [];
    return forced
      ? [`${grant} ends with the withdrawal.`]
      : [`${grant} stays, and ${again}; ${owner} can end it with "modellregion grant revoke".`];
  });
}
