import { isIP } from 'node:net';
import { isAllowedHost } from '../../../release/url-policy.js';
import type { PublicationContext } from '../publication-context.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';

/** In production a subgraph answers over https at a name that the region allows. */
export const urlPolicy: PublicationRule = {
  name: 'url-policy',
  code: 'URL_POLICY',
  why: 'Gateways stand inside the region’s network and send signed calls with personal data to this address.',
  needs: 'text',
  check: ({ input }) => {
    const { candidate, profile } = input;
    const problems = urlProblems(candidate.entry.url, profile === 'production', input.allowedHosts);
    const notes =
      profile === 'production' && input.allowedHosts === undefined
        ? ['No list of allowed hosts is given, so any public one passes.']
        : [];
    return { problems, notes };
  },
};

function urlProblems(
  text: string,
  isProduction: boolean,
  allowed: PublicationContext['input']['allowedHosts'],
): readonly PublicationProblem[] {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (
    url === undefined ||
    !isHttp ||
    url.username !== '' ||
    url.password !== '' ||
    url.search + url.hash !== ''
  ) {
    const problem = `${JSON.stringify(text)} is no plain http or https URL.`;
    return [
      {
        code: 'URL_INVALID',
        problem,
        fix: 'Write it without user, query and fragment: https://host/graphql.',
      },
    ];
  }
  if (!isProduction) return [];
  if (url.protocol !== 'https:') {
    const problem = `${text} is not encrypted.`;
    return [{ code: 'URL_NOT_HTTPS', problem, fix: 'Answer over https, with a certificate for the name.' }];
  }
  // Also a name inside the operator's network: whoever lists it means it.
  if (allowed !== undefined && isAllowedHost(url.hostname, allowed)) return [];
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 || !host.includes('.') || /\.(local|localhost|internal|lan|home\.arpa)$/.test(host)) {
    const problem = `${host} is no public name.`;
    const fix = 'Give the subgraph a public host name, or ask the steward to allow this one.';
    return [{ code: 'URL_PRIVATE_HOST', problem, fix }];
  }
  if (allowed === undefined) return [];
  const problem = `${host} is none of the region's hosts (${allowed.join(', ')}).`;
  const fix = 'Use a host of your admission, or ask the steward to add this one.';
  return [{ code: 'URL_HOST_NOT_ALLOWED', problem, fix }];
}
