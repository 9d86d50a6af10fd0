import { linksOf, schemaDirectives, stringArgument, FEDERATION_SPEC } from '../../../sdl/federation-names.js';
import type { Contract } from '../../../sdl/contract.js';
import { ACCESS_DIRECTIVES, ACCESS_SPEC } from '../../access-directives.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';

const LINK_SPEC = 'https://specs.apollo.dev/link/v1.0';

/** A contract links Federation 2 and the region's access spec, under names that mean the same everywhere. */
export const links: PublicationRule = {
  name: 'links',
  code: 'LINKS',
  why: 'What a directive means hangs on its link; an unknown spec can stop every gateway from loading the supergraph.',
  check: ({ candidate }) => ({
    problems: [...schemaProblems(candidate), ...linkProblems(candidate), ...rootProblems(candidate)],
  }),
};

function linkProblems(contract: Contract): readonly PublicationProblem[] {
  const all = linksOf(contract.document);
  const node = schemaDirectives(contract.document)[0];
  const strange = all.filter(
    ({ url }) => !url.startsWith(FEDERATION_SPEC) && url !== ACCESS_SPEC && url !== LINK_SPEC,
  );
  const renamed = all.filter(({ prefix, url }) => url === LINK_SPEC && prefix !== 'link');
  return [
    ...(all.some(({ url }) => url.startsWith(FEDERATION_SPEC))
      ? []
      : [
          {
            code: 'FEDERATION_NOT_LINKED',
            problem: 'The SDL links no version of Federation 2, so every type of it would be shareable.',
            fix: `Write extend schema @link(url: "${FEDERATION_SPEC}2.5", import: ["@key"]).`,
          },
        ]),
    ...strange.map(({ url }) => ({
      code: 'LINK_NOT_ALLOWED',
      node,
      problem: `The SDL links ${url}, which the region's gateways do not know.`,
      fix: `Link only ${FEDERATION_SPEC}2.x and ${ACCESS_SPEC}.`,
    })),
    ...renamed.map(({ prefix }) => ({
      code: 'LINK_RENAMED',
      node,
      problem: `@link is called @${prefix} here, which would hide what the SDL links.`,
      fix: 'Use @link under its own name.',
    })),
  ];
}

/** On the schema itself stand links and what they compose, nothing else. */
function schemaProblems(contract: Contract): readonly PublicationProblem[] {
  const all = schemaDirectives(contract.document);
  const composing = contract.applied({ directives: all }, 'composeDirective');
  const composed = composing.flatMap((node): readonly PublicationProblem[] => {
    const name = stringArgument(node, 'name')?.replace(/^@/, '') ?? '';
    if (ACCESS_DIRECTIVES.includes(name)) return [];
    const problem = `@${name} would be composed into the supergraph, where no gateway knows what it means.`;
    const fix = `Compose only ${ACCESS_DIRECTIVES.map((one) => `@${one}`).join(', ')}.`;
    return [{ code: 'COMPOSED_DIRECTIVE', node, problem, fix }];
  });
  const strange = all.filter((node) => node.name.value !== 'link' && !composing.includes(node));
  return [
    ...composed,
    ...strange.map((node) => ({
      code: 'SCHEMA_DIRECTIVE',
      node,
      problem: `The schema carries @${node.name.value}, which would hold for the whole region.`,
      fix: 'Put it on your own types and fields, or remove it.',
    })),
  ];
}

function rootProblems(contract: Contract): readonly PublicationProblem[] {
  const expected = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };
  return [...contract.roots].flatMap(([operation, name]) =>
    name === expected[operation]
      ? []
      : [
          {
            code: 'ROOT_RENAMED',
            node: contract.types.get(name)?.nodes[0],
            problem: `The root type of ${operation} is called ${name} here.`,
            fix: `Call it ${expected[operation]}.`,
          },
        ],
  );
}
