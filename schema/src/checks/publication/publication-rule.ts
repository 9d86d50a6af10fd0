import type { ASTNode } from 'graphql';
import type { Grant } from './publication.js';
import type { PublicationContext } from './publication-context.js';
import type { SdlPlace } from '../../sdl/read-sdl.js';

/** What a rule found; the runner adds the rule's name, reason and the place in the file. */
export interface PublicationProblem {
  readonly code: string;
  /** Where it stands in the candidate's SDL; the first line when neither `node` nor `place` is there. */
  readonly node?: ASTNode | undefined;
  readonly place?: SdlPlace | undefined;
  /** The subgraph it is about, when that is not the candidate. */
  readonly subgraph?: string | undefined;
  readonly problem: string;
  readonly fix: string;
  readonly grant?: Omit<Grant, 'until'>;
}

/** What a rule says. */
export interface Verdict {
  readonly problems?: readonly PublicationProblem[];
  /** What is worth a look and refuses nothing. */
  readonly notes?: readonly string[];
  /** Why the rule had nothing to judge by. */
  readonly skipped?: string;
}

/** One rule for publications: a pure function with name, code and reason, in a file of its own. */
export interface PublicationRule {
  readonly name: string;
  readonly code: string;
  /** Why the rule is there; printed with each finding. */
  readonly why: string;
  /** What has to be sound before the rule can say anything; default an SDL that parses. */
  readonly needs?: 'text' | 'contract' | 'supergraph';
  readonly check: (context: PublicationContext) => Verdict | Promise<Verdict>;
}
