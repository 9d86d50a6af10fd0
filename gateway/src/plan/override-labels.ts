import { Kind, type DocumentNode } from 'graphql';
import { stringArgument } from './lifted-requirements.js';

/** `Type.field` → labels of `@override(label:)` that decide who answers it. */
export type OverrideLabels = ReadonlyMap<string, readonly string[]>;

export function overrideLabels(supergraph: DocumentNode): OverrideLabels {
  const labels = new Map<string, string[]>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    for (const field of definition.fields ?? []) {
      for (const directive of field.directives ?? []) {
        const label = stringArgument(directive, 'overrideLabel');
        if (label === null) continue;
        const coordinate = `${definition.name.value}.${field.name.value}`;
        labels.set(coordinate, [...new Set([...(labels.get(coordinate) ?? []), label])]);
      }
    }
  }
  return labels;
}
