import type { ASTNode } from 'graphql';
import type { Contract } from '../../../sdl/contract.js';
import type { PublicationContext } from '../publication-context.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';

/** How each kind of name is written, as GraphQL's own schema and all tools do. */
const STYLES = {
  type: { pattern: /^[A-Z][A-Za-z0-9]*$/, text: 'like PointOfInterest' },
  field: { pattern: /^[a-z][A-Za-z0-9]*$/, text: 'like openingHours' },
  value: { pattern: /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/, text: 'like OPEN_AIR' },
} as const;

/**
 * Names are written alike in all subgraphs, and none can be taken for another's. Descriptions are the rule
 * `described`. (graphql-eslint has both, and 96 packages with it, one of them for newer Node only; each would run in the
 * region's registry.)
 */
export const naming: PublicationRule = {
  name: 'naming',
  code: 'NAMING',
  why: 'Portals generate code from names; two that differ by a letter are mistaken for each other.',
  check: (context) => ({
    problems: [...styles(context.candidate), ...lookalikes(context), ...deprecations(context.candidate)],
  }),
};

function styles(contract: Contract): readonly PublicationProblem[] {
  return [...contract.types.values()].flatMap((type) => {
    const arguments_ = type.fields.flatMap((field) => field.arguments ?? []);
    return [
      ...style('type', type.name, type.name, type.nodes[0]),
      ...[...type.fields, ...type.inputFields].flatMap((node) =>
        style('field', node.name.value, `${type.name}.${node.name.value}`, node),
      ),
      ...arguments_.flatMap((node) => style('field', node.name.value, `Argument ${node.name.value}`, node)),
      ...type.values.flatMap((node) =>
        style('value', node.name.value, `${type.name}.${node.name.value}`, node),
      ),
    ];
  });
}

function style(
  kind: keyof typeof STYLES,
  name: string,
  coordinate: string,
  node: ASTNode | undefined,
): readonly PublicationProblem[] {
  const { pattern, text } = STYLES[kind];
  if (pattern.test(name)) return [];
  return [
    { code: 'NAME_STYLE', node, problem: `${coordinate} is not written ${text}.`, fix: `Write it ${text}.` },
  ];
}

/** `resident`, `Resi_dent` or `Residents` beside another's `Resident`. */
function lookalikes({ candidate, others }: PublicationContext): readonly PublicationProblem[] {
  const known = new Map<string, readonly [name: string, subgraph: string]>();
  for (const other of others) {
    for (const name of other.types.keys()) known.set(skeleton(name), [name, other.entry.name]);
  }
  return [...candidate.types.values()].flatMap(({ name, nodes }) => {
    const [like, subgraph] = known.get(skeleton(name)) ?? [];
    if (like === undefined || subgraph === undefined || like === name) return [];
    const problem = `${name} can be taken for ${like} of ${subgraph}.`;
    return [
      { code: 'NAME_LOOKALIKE', node: nodes[0], problem, fix: 'Choose a name that says what is different.' },
    ];
  });
}

/** A name without what eyes pass over: case, underscores, a plural, and letters that look like others. */
function skeleton(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('_', '')
    .replaceAll('0', 'o')
    .replaceAll(/[1il]/g, 'l')
    .replace(/s$/, '');
}

function deprecations(contract: Contract): readonly PublicationProblem[] {
  return [...contract.types.values()].flatMap((type) =>
    [...type.fields, ...type.inputFields, ...type.values]
      .filter((node) =>
        (node.directives ?? []).some((one) => one.name.value === 'deprecated' && one.arguments?.length !== 1),
      )
      .map((node) => ({
        code: 'DEPRECATION_REASON',
        node,
        problem: `${type.name}.${node.name.value} is deprecated without a reason.`,
        fix: 'Say what to use instead, and until when: @deprecated(reason: "…").',
      })),
  );
}
