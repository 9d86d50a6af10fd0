import {
  getOperationAST,
  GraphQLError,
  Kind,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import type { GuardedFields } from './guarded-fields.js';
import type { Analysis, AnalyseReply, AnalyseRequest } from './messages.js';
import { usageOf } from './operation-usage.js';
import type { OverrideLabels } from './override-labels.js';

export interface AnalysisFacts {
  readonly schema: GraphQLSchema;
  readonly guarded: GuardedFields;
  readonly labels: OverrideLabels;
  readonly introspection: boolean;
  readonly maxTokens: number;
  readonly tellsUsage: boolean;
}

/** Parses and validates an operation as Apollo Server does and notes what its plan depends on. */
export function analyseOperation(
  { source, operationName }: AnalyseRequest,
  facts: AnalysisFacts,
): AnalyseReply {
  let document: DocumentNode;
  try {
    document = parse(source, { maxTokens: facts.maxTokens });
  } catch (error) {
    return { kind: 'invalid', code: 'GRAPHQL_PARSE_FAILED', errors: [formatted(error)] };
  }
  const rules = [...specifiedRules, noReservedAlias, ...(facts.introspection ? [] : [noIntrospection])];
  const errors = validate(facts.schema, document, rules);
  if (errors.length > 0) {
    return { kind: 'invalid', code: 'GRAPHQL_VALIDATION_FAILED', errors: errors.map(formatted) };
  }
  const operation = getOperationAST(document, operationName);
  if (operation === null || operation === undefined) {
    return { kind: 'invalid', code: 'OPERATION_RESOLUTION_FAILURE', errors: [] };
  }
  return {
    kind: 'analysed',
    analysis: analyse(document, operation.name?.value ?? null, operationName, facts),
  };
}

function formatted(error: unknown): GraphQLFormattedError {
  if (error instanceof GraphQLError) return error.toJSON();
  throw error;
}

/** Fragments that the operation does not use count too: that makes it refuse a little more, never less. */
function analyse(
  document: DocumentNode,
  name: string | null,
  asked: string | null,
  { schema, guarded, labels, tellsUsage }: AnalysisFacts,
): Analysis {
  const operation = getOperationAST(document, asked);
  if (operation === null || operation === undefined) throw new TypeError('no operation');
  const conditions = new Set<string>();
  const touchedLabels = new Set<string>();
  const touchedGuards = new Set<string>();
  let introspects = false;
  const info = new TypeInfo(schema);
  const types = new Set<string>();
  visit(
    document,
    visitWithTypeInfo(info, {
      OperationDefinition: (node) => (node === operation ? undefined : false),
      Directive: ({ name: directive, arguments: args }) => {
        const value = args?.find((it) => it.name.value === 'if')?.value;
        if ((directive.value === 'skip' || directive.value === 'include') && value?.kind === Kind.VARIABLE)
          conditions.add(value.name.value);
      },
      Field: (field) => {
        const parent = info.getParentType();
        introspects ||= field.name.value === '__schema' || field.name.value === '__type';
        if (parent === undefined || parent === null) return;
        const coordinate = `${parent.name}.${field.name.value}`;
        if (guarded.has(coordinate)) touchedGuards.add(coordinate);
        types.add(parent.name);
      },
    }),
  );
  // A field's requirement may be moved as well, so all labels of the types that are read count.
  for (const [coordinate, names] of labels) {
    if (types.has(coordinate.split('.')[0] ?? '')) for (const label of names) touchedLabels.add(label);
  }
  return {
    operationType: operation.operation,
    operationName: name,
    variableDefinitions: operation.variableDefinitions ?? [],
    conditions: [...conditions].sort(),
    labels: [...touchedLabels].sort(),
    introspects,
    guarded: [...touchedGuards],
    usage: tellsUsage ? usageOf(document, name, schema) : null,
  };
}

/** Apollo Server's rule of this purpose: the code is what its errors and ours are told apart by. */
const noIntrospection: ValidationRule = (context) => ({
  Field: (node) => {
    if (node.name.value !== '__schema' && node.name.value !== '__type') return;
    context.reportError(
      new GraphQLError('introspection is not allowed', {
        nodes: [node],
        extensions: { validationErrorCode: 'INTROSPECTION_DISABLED' },
      }),
    );
  },
});

/** JavaScript gives this key a meaning of its own, in our answer as in the client's. */
const noReservedAlias: ValidationRule = (context) => ({
  Field: (node) => {
    if (node.alias?.value === '__proto__')
      context.reportError(new GraphQLError('The alias "__proto__" is reserved.', { nodes: [node] }));
  },
});
