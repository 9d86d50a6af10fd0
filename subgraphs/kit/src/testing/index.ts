// What tests of a subgraph need, here and in a repository of a partner's own.
export { conformanceOf } from './conformance-of.js';
export { startDatabase, statementsPerTable, type CountedStatement, type TestDatabase } from './database.js';
export { NOW, startSubgraph, type AskOptions, type SubgraphUnderTest } from './subgraph-under-test.js';
