export {
  NOW,
  startSubgraph,
  type AskOptions,
  type SubgraphUnderTest,
} from '@modellregion/subgraph-kit/testing';
