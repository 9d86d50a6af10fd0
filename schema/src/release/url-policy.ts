import { z } from 'zod';

/** Where subgraphs of a release may be called. */
export interface UrlPolicy {
  /** Nothing but https. */
  readonly httpsOnly: boolean;
  /** `kreis.example` or, for everything below a domain, `*.kreis.example`; null: any. */
  readonly hosts: readonly string[] | null;
}

/** Whether calls may go to this address. Ports are the operator's choice; the host is what a certificate vouches for. */
export function isAllowedUrl(text: string, { httpsOnly, hosts }: UrlPolicy): boolean {
  if (!isHttpEndpoint(text)) return false;
  const { protocol, hostname } = new URL(text);
  if (httpsOnly && protocol !== 'https:') return false;
  return hosts === null || isAllowedHost(hostname, hosts);
}

/** Whether a host, as URLs have it, is one of the list or below one that it has with a star. */
export function isAllowedHost(host: string, hosts: readonly string[]): boolean {
  return hosts.some((pattern) => hostMatches(host, pattern.toLowerCase()));
}

/** {@link UrlPolicy.hosts} as a setting: separated by commas. */
export const hostsSetting = z.string().transform((text, context): readonly string[] => {
  const hosts = text.split(',').map((it) => it.trim());
  if (hosts.every(isHostPattern)) return hosts;
  context.addIssue(
    'must be host names, separated by commas, each alone or with a star before it such as *.paderborn.example',
  );
  return z.NEVER;
});

/** Whether a text can stand in {@link UrlPolicy.hosts}. */
export function isHostPattern(text: string): boolean {
  const host = text.startsWith('*.') ? text.slice(2) : text;
  // Two labels at least after the star: `*.de` would be everybody.
  if (text.startsWith('*.') && !host.includes('.')) return false;
  return URL.canParse(`https://${host}/`) && new URL(`https://${host}/`).hostname === host.toLowerCase();
}

/** An address of a GraphQL endpoint: http or https, without user, query and fragment. */
export function isHttpEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '';
}

function hostMatches(host: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}
