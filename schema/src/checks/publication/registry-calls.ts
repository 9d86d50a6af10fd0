import { randomBytes, randomUUID } from 'node:crypto';
import {
  anonymousCaller,
  callKeyId,
  deriveCallKey,
  encodeCaller,
  signCall,
  type PrivateCallKey,
} from '../../contract/index.js';
import type { CarelessSigning } from '../../conformance/index.js';
import { isAllowedHost } from '../../release/url-policy.js';
import type { PublicationInput } from './publication.js';
import type { AskOptions, OutgoingWays } from './running-subgraph.js';

/** How the registry asks running subgraphs. */
export interface RegistryCaller {
  /** Its private call keys, the newest first; none: it asks without a signature. */
  readonly callKeys: readonly PrivateCallKey[];
  /** Where a subgraph really listens, by name, when its address is that of another machine; for development. */
  readonly addresses?: ReadonlyMap<string, string>;
  /** The way to them; default: directly, with the authorities that Node knows. */
  readonly outgoing?: OutgoingWays;
}

/** Where the candidate is asked. */
export function addressOf({ candidate }: PublicationInput, caller: RegistryCaller): string {
  return caller.addresses?.get(candidate.entry.name) ?? candidate.entry.url;
}

/** In production nothing inside a network is asked, unless its host is one that the operator allows. */
export function askOptions(
  { allowedHosts = [], profile }: PublicationInput,
  { outgoing }: RegistryCaller,
  url: string,
): AskOptions {
  const publicOnly = profile === 'production' && !isAllowedHost(new URL(url).hostname, allowedHosts);
  return { publicOnly, ...(outgoing === undefined ? {} : { outgoing }) };
}

/** Headers that make a body a signed call of the registry, or one that only looks like it. */
export type RegistrySigner = (body: string, careless?: CarelessSigning) => Readonly<Record<string, string>>;

/**
 * One signer for each key of the registry, the newest first: a subgraph may know only the older one while keys are
 * changed. None when either side has no key.
 */
export function registrySigners(
  input: PublicationInput,
  caller: RegistryCaller,
): readonly [] | readonly [RegistrySigner, ...RegistrySigner[]] {
  const { contract, keys } = input.candidate.entry;
  const [subgraph] = keys;
  if (subgraph === undefined) return [];
  const path = new URL(addressOf(input, caller)).pathname;
  const signers = caller.callKeys.map((own): RegistrySigner => {
    const keyId = callKeyId(own.kid, subgraph.kid);
    const key = deriveCallKey(own, subgraph, keyId);
    return (body, { age = 0, foreign = false, path: other, keyId: otherId, requestId = randomUUID() } = {}) =>
      signCall({
        path: other ?? path,
        body,
        // Nobody is signed in: what is asked for is no one's.
        caller: encodeCaller(anonymousCaller(`registry-${requestId}`)),
        keyId: otherId ?? keyId,
        ...(contract === undefined ? {} : { contract }),
        key: foreign ? randomBytes(32) : key,
        created: Math.floor(Date.now() / 1000) - age,
      });
  });
  const [first, ...others] = signers;
  return first === undefined ? [] : [first, ...others];
}
