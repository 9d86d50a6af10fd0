import { withNullableOutside } from '../../sdl/type-shape.js';
import { rootFieldsOf } from '../contract-fields.js';
import type { Rule } from '../rule.js';

/** A root field can be null; for a list, the list. The root belongs to every town, so each only adds to it. */
export const rootFieldsNullable: Rule = {
  name: 'root-fields-nullable',
  why: 'When this subgraph is down, a root field of it that cannot be null takes every other town’s answer with it.',
  find: ({ contracts }) =>
    contracts.flatMap((contract) =>
      rootFieldsOf(contract)
        .filter((field) => field.shape.nonNull)
        .map((field) => ({
          contract,
          node: field.node.type,
          problem: `${field.coordinate}: ${field.shape.text} is a root field.`,
          fix: `Write ${withNullableOutside(field.shape)}.`,
        })),
    ),
};
