import { OperationTypeNode, parse } from 'graphql';
import { SUPERGRAPH_FEATURES } from '../../../contract/supergraph-features.js';
import { rootFieldsOf } from '../../contract-fields.js';
import { linksOf } from '../../../sdl/federation-names.js';
import type { PublicationRule } from '../publication-rule.js';

/** What every supergraph links besides: the specification of links, and the region's own access directives. */
const ALWAYS: readonly string[] = [
  'https://specs.apollo.dev/link/v1.0',
  'https://modellregion.example/access/v1.0',
];

/** Every gateway of the region can load the supergraph. */
export const gatewayFeatures: PublicationRule = {
  name: 'gateway-features',
  code: 'GATEWAY_FEATURES',
  why: 'A gateway refuses a supergraph with a feature it does not know, and so every later one until it is gone.',
  needs: 'supergraph',
  check: (context) => {
    const { supergraphSdl } = context.composed();
    const subscriptions = rootFieldsOf(context.candidate, OperationTypeNode.SUBSCRIPTION);
    const unknown = linksOf(parse(supergraphSdl, { noLocation: true }))
      .filter(({ url }) => !SUPERGRAPH_FEATURES.has(url) && !ALWAYS.includes(url))
      .map(({ url }) => ({
        code: 'GATEWAY_FEATURE',
        problem: `The supergraph would need ${url}, which the region's gateways do not have.`,
        fix: 'Do without the directives of this spec.',
      }));
    return {
      problems: [
        ...unknown,
        ...subscriptions.map(({ coordinate, node }) => ({
          code: 'SUBSCRIPTION',
          node,
          problem: `${coordinate} is a subscription, which the region's gateways do not answer.`,
          fix: 'Offer a query that portals ask again.',
        })),
      ],
    };
  },
};
