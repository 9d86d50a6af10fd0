/** What to do about the faults of composition that people meet first, by Apollo's code. */
const ADVICE: Readonly<Record<string, string>> = {
  INVALID_GRAPHQL: 'Correct the SDL at this place; nothing else of this subgraph can be checked before.',
  KEY_INVALID_FIELDS: 'Name only fields of the type itself in @key(fields:).',
  KEY_FIELDS_HAS_ARGS: 'Choose key fields without arguments.',
  KEY_FIELDS_SELECT_INVALID_TYPE: 'Choose key fields that are neither lists nor interfaces nor unions.',
  INVALID_FIELD_SHARING: 'Let one subgraph answer the field; mark it @shareable only on a shared value type.',
  FIELD_TYPE_MISMATCH: 'Give the field the same type in all subgraphs.',
  EXTERNAL_TYPE_MISMATCH: 'Copy the type of the @external field from its owner.',
  EXTERNAL_MISSING_ON_BASE: 'Remove @external, or have the owner add the field first.',
  EXTERNAL_UNUSED: 'Remove the @external field, or use it in @key, @requires or @provides.',
  REQUIRES_INVALID_FIELDS: 'Name fields of the type that are marked @external here.',
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH: 'State the argument in all subgraphs that have the field.',
  DIRECTIVE_COMPOSITION_ERROR: 'Copy definition and @link of the directive from schema/shared.graphql.',
  LINK_IMPORT_NAME_MISMATCH: 'Import the directive under its own name.',
  TYPE_KIND_MISMATCH: 'Make it the same kind of type everywhere, or choose another name.',
  SATISFIABILITY_ERROR:
    'Give the type a @key here with a resolvable owner, or mark a field its owner has @external.',
  EMPTY_MERGED_ENUM_TYPE: 'State the same enum values in all subgraphs.',
  ENUM_VALUE_MISMATCH: 'State the same enum values in all subgraphs.',
  NO_QUERIES: 'Add at least one field to type Query.',
  ROOT_QUERY_USED: 'Call the root query type Query.',
};

/** One sentence of advice for a composition code. */
export function adviceFor(code: string): string {
  return ADVICE[code] ?? `Look the code ${code} up in Apollo Federation's error reference.`;
}
