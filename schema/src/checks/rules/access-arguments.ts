import { Kind } from 'graphql';
import { TRUST_LEVELS } from '../../contract/caller-claims.js';
import { appliedAccess, argumentOf, itemsOf, type AppliedAccess } from '../access-directives.js';
import type { Rule } from '../rule.js';

/** Access directives state levels, scopes and purposes that exist and can be met. */
export const accessArguments: Rule = {
  name: 'access-arguments',
  why: 'A misspelt level or scope refuses everyone or, read leniently, nobody; and no token can carry "self".',
  find: ({ contracts }) =>
    contracts.flatMap((contract) =>
      appliedAccess(contract).flatMap((applied) => {
        const fault = faultOf(applied);
        if (fault === undefined) return [];
        const problem = `@${applied.name} of ${applied.coordinate} ${fault.problem}.`;
        return [{ contract, node: applied.node, problem, fix: fault.fix }];
      }),
    ),
};

interface Fault {
  readonly problem: string;
  readonly fix: string;
}

function faultOf({ name, node }: AppliedAccess): Fault | undefined {
  if (name === 'trust') return trustFault(textOf(argumentOf(node, 'min')));
  if (name === 'scopes')
    return scopesFault(itemsOf(argumentOf(node, 'anyOf')).map((list) => itemsOf(list).map(textOf)));
  if (name === 'purpose') return purposeFault(itemsOf(argumentOf(node, 'anyOf')).map(textOf));
  return undefined;
}

function trustFault(min: string): Fault | undefined {
  if (TRUST_LEVELS.some((level) => level === min)) return undefined;
  return { problem: `names the trust level "${min}"`, fix: `Write one of ${TRUST_LEVELS.join(', ')}.` };
}

function scopesFault(lists: readonly (readonly string[])[]): Fault | undefined {
  if (lists.flat().includes('self')) {
    return { problem: 'names "self" as a scope', fix: 'Take it out and write orSelf: true.' };
  }
  // An empty inner list is met by every token, an empty outer one by none.
  if (lists.length > 0 && lists.every((list) => list.length > 0 && list.every((scope) => scope !== '')))
    return undefined;
  return { problem: 'has an empty list of scopes', fix: 'Name at least one scope in each list.' };
}

function purposeFault(purposes: readonly string[]): Fault | undefined {
  if (purposes.length > 0 && purposes.every((purpose) => /^[A-Z][A-Z0-9_]*$/.test(purpose))) return undefined;
  return { problem: 'does not name purposes', fix: 'Name at least one, in capitals: ["SELF_SERVICE"].' };
}

function textOf(value: ReturnType<typeof argumentOf>): string {
  return value?.kind === Kind.STRING ? value.value : '';
}
