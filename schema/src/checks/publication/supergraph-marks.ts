import { Kind, parse, print, type ConstDirectiveNode } from 'graphql';
import { readDefinitions } from '../../sdl/contract.js';

/**
 * What directives a supergraph holds beside the machinery of joins: `Resident.name` → `@personalData(…)`. Those of all
 * subgraphs add up there, so a change of them is a change for everybody.
 */
export function supergraphMarks(supergraphSdl: string): ReadonlyMap<string, string> {
  const marks = new Map<string, string>();
  const add = (coordinate: string, directives: readonly ConstDirectiveNode[] = []) => {
    const own = directives.filter(({ name }) => !name.value.startsWith('join__'));
    marks.set(
      coordinate,
      own
        .map((one) => print(one))
        .sort()
        .join(' '),
    );
  };
  for (const type of readDefinitions(parse(supergraphSdl, { noLocation: true })).types.values()) {
    add(type.name, type.directives);
    for (const part of [...type.fields, ...type.inputFields, ...type.values]) {
      add(`${type.name}.${part.name.value}`, part.directives);
      const taken = part.kind === Kind.FIELD_DEFINITION ? (part.arguments ?? []) : [];
      for (const one of taken) add(`${type.name}.${part.name.value}.${one.name.value}`, one.directives);
    }
  }
  return marks;
}
