export {
  startDatabase,
  statementsPerTable,
  type CountedStatement,
  type TestDatabase,
} from '@modellregion/subgraph-kit/testing';
