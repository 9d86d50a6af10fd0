import { fieldsOf } from '../../contract-fields.js';
import { fieldFlows, type FieldFlow, type FlowDirective } from '../field-flows.js';
import type { ReadField } from '../field-set-paths.js';
import { missingGrant } from '../grants.js';
import { isPersonal } from '../personal-data.js';
import type { GrantedAct } from '../publication.js';
import type { PublicationContext } from '../publication-context.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';

/** The gateway hands a field of one subgraph to another only with the owner's leave. */
export const dataFlow: PublicationRule = {
  name: 'data-flow',
  code: 'DATA_FLOW',
  why: 'What @requires and @fromContext name, the gateway fetches and sends on whoever asks: data flows without a reader.',
  check: (context) => ({
    problems: fieldsOf(context.candidate).flatMap((field) =>
      fieldFlows(context.candidate, field).flatMap((flow) =>
        flow.reads.flatMap((read) => flowProblem(context, flow, read)),
      ),
    ),
  }),
};

/** What each of them does with a field, for codes and texts. */
const FLOWS: Readonly<Record<FlowDirective, { code: string; allows: GrantedAct; effect: string }>> = {
  requires: { code: 'REQUIRES', allows: 'REQUIRE', effect: 'the gateway would send it here' },
  provides: {
    code: 'PROVIDES',
    allows: 'CONTRIBUTE',
    effect: 'it would be answered here, from a copy',
  },
  fromContext: { code: 'FROM_CONTEXT', allows: 'REQUIRE', effect: 'the gateway would send it here' },
};

function flowProblem(
  context: PublicationContext,
  { at, directive, node }: FieldFlow,
  { field, type }: ReadField,
): readonly PublicationProblem[] {
  const { ownership } = context;
  // Keys are sent with every call; shared words have no owner.
  if (ownership.isShared(type) || ownership.isKeyField(type, field)) return [];
  const owner = ownership.fieldOwner(type, field);
  if (owner === undefined) return [];
  const { allows, code, effect } = FLOWS[directive];
  const coordinate = `${type}.${field}`;
  const missing = missingGrant(context, owner, coordinate, allows);
  if (missing === undefined) return [];
  const personal = isPersonal(context, type, field);
  return [
    {
      code: `${code}_${personal ? 'PERSONAL_DATA' : 'NOT_GRANTED'}`,
      node,
      problem: `@${directive} of ${at} names ${coordinate} of ${owner}${personal ? ', personal data' : ''}: ${effect}.`,
      fix: `Do without it, or ${missing.ask}.`,
      grant: missing.grant,
    },
  ];
}
