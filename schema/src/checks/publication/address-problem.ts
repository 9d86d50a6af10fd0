import { isIP } from 'node:net';
import { isAllowedHost, isHttpEndpoint } from '../../release/url-policy.js';
import type { PublicationInput } from './publication.js';

/** Why gateways would not call an address, and what to do about it. */
export interface AddressProblem {
  readonly code: 'URL_INVALID' | 'URL_NOT_HTTPS' | 'URL_PRIVATE_HOST' | 'URL_HOST_NOT_ALLOWED';
  readonly problem: string;
  readonly fix: string;
}

/**
 * Whether a subgraph may be called at an address: in production over https, at a name that the region allows.
 *
 * @returns undefined when it may
 */
export function addressProblem(
  text: string,
  { allowedHosts: allowed, profile }: Pick<PublicationInput, 'allowedHosts' | 'profile'>,
): AddressProblem | undefined {
  if (!isHttpEndpoint(text)) {
    const fix = 'Write it without user, query and fragment: https://host/graphql.';
    return { code: 'URL_INVALID', problem: `${JSON.stringify(text)} is no plain http or https URL.`, fix };
  }
  if (profile !== 'production') return undefined;
  const { hostname, protocol } = new URL(text);
  if (protocol !== 'https:') {
    const fix = 'Answer over https, with a certificate for the name.';
    return { code: 'URL_NOT_HTTPS', problem: `${text} is not encrypted.`, fix };
  }
  // Also a name inside the operator's network: whoever lists it means it.
  if (allowed !== undefined && isAllowedHost(hostname, allowed)) return undefined;
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 || !host.includes('.') || /\.(local|localhost|internal|lan|home\.arpa)$/.test(host)) {
    const fix = 'Give the subgraph a public host name, or ask the steward to allow this one.';
    return { code: 'URL_PRIVATE_HOST', problem: `${host} is no public name.`, fix };
  }
  if (allowed === undefined) return undefined;
  const problem = `${host} is none of the region's hosts (${allowed.join(', ')}).`;
  const fix = 'Use a host of your admission, or ask the steward to add this one.';
  return { code: 'URL_HOST_NOT_ALLOWED', problem, fix };
}
