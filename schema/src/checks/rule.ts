import type { ASTNode } from 'graphql';
import type { Contract } from '../sdl/contract.js';
import type { CheckContext } from './check-context.js';

/** What a rule returns: a place in a contract and what is wrong there. `runChecks` adds the rule's name and reason. */
export interface Problem {
  readonly contract: Contract;
  /** Where it stands; the first line of the file when absent. */
  readonly node: ASTNode | undefined;
  readonly problem: string;
  readonly fix: string;
}

/** One rule of the contract: a pure function with a name and a reason, in a file of its own. */
export interface Rule {
  readonly name: string;
  /** Why the rule is there; printed with each finding. */
  readonly why: string;
  readonly find: (context: CheckContext) => readonly Problem[];
}
