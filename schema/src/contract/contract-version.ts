/**
 * Version of what gateway and subgraphs say to each other: the signed call, its headers, the caller's claims, and what
 * the kit offers to a subgraph. `schema/contract-versions.json` states each version; a change that an older side would
 * not understand is a new one.
 */
export const CONTRACT_VERSION = 1;

/** Versions that gateway and kit accept, newest first: the current one and, once there is one, the one before it. */
export const ACCEPTED_CONTRACT_VERSIONS: readonly number[] = [CONTRACT_VERSION];

/**
 * Why a subgraph that speaks a version cannot be called, and what to do; null when it can. One that states none speaks
 * the current one.
 */
export function contractFault(version: number = CONTRACT_VERSION): string | null {
  if (ACCEPTED_CONTRACT_VERSIONS.includes(version)) return null;
  const accepted = ACCEPTED_CONTRACT_VERSIONS.join(' and ');
  const remedy =
    version > CONTRACT_VERSION
      ? `state ${String(CONTRACT_VERSION)} if its kit accepts that one too, or update what calls it`
      : `update its kit, and state ${String(CONTRACT_VERSION)}`;
  return `speaks version ${String(version)} of the contract, and accepted here is ${accepted}: ${remedy}`;
}

/** The `tag` of a signature: names this contract and its version. */
export function callTag(version: number): string {
  return `modellregion-call-v${String(version)}`;
}

/** Whether a call was signed by a version that is accepted. */
export function isAcceptedTag(tag: unknown): boolean {
  return ACCEPTED_CONTRACT_VERSIONS.some((version) => callTag(version) === tag);
}
