import {
  callKeyId,
  deriveCallKey,
  encodeCaller,
  signCall,
  type CallerClaims,
  type KeyDirectory,
  type PrivateCallKey,
} from '@modellregion/schema';

/** The headers that prove to one subgraph who calls, over exactly this path and body. */
export type SignRequest = (
  path: string,
  body: string,
  caller: CallerClaims,
) => Readonly<Record<string, string>>;

/**
 * Signs calls to one subgraph, by the version of the contract that it speaks. The shared key is derived once, here.
 *
 * Of our keys the newest that the directory publishes is used, so that a key may be made before the subgraphs
 * know it (a directory that says nothing about us is taken to know all); of the subgraph's keys the newest.
 *
 * @returns null if one of the two has no usable key.
 */
export function createSignRequest(
  { name, contract }: { readonly name: string; readonly contract: number },
  own: readonly PrivateCallKey[],
  directory: KeyDirectory,
): SignRequest | null {
  const published = new Set(directory.gateway.map((key) => key.kid));
  const ours = own.find((key) => published.size === 0 || published.has(key.kid));
  const theirs = directory.subgraphs.get(name)?.[0];
  if (ours === undefined || theirs === undefined) return null;
  const keyId = callKeyId(ours.kid, theirs.kid);
  const key = deriveCallKey(ours, theirs, keyId);
  return (path, body, caller) => signCall({ path, body, caller: encodeCaller(caller), keyId, key, contract });
}
