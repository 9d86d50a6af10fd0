import { addressProblem } from '@modellregion/schema/checks';
import type { Registry } from './registry-context.js';

/**
 * Which of these subgraphs gateways would not call where they are, each with what is wrong and what to do; one of them
 * and they refuse the whole release.
 */
export function refusedAddresses(
  { allowedHosts, profile }: Pick<Registry, 'allowedHosts' | 'profile'>,
  subgraphs: readonly { readonly name: string; readonly url: string }[],
): readonly { readonly name: string; readonly problem: string; readonly fix: string }[] {
  const policy = { profile, ...(allowedHosts === null ? {} : { allowedHosts }) };
  return subgraphs.flatMap(({ name, url }) => {
    const found = addressProblem(url, policy);
    return found === undefined ? [] : [{ name, problem: found.problem, fix: found.fix }];
  });
}
