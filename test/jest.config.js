// Nothing a test starts may tell anybody outside that it runs.
process.env.APOLLO_TELEMETRY_DISABLED = 'true';
process.env.CHECKPOINT_DISABLE = '1';

/** One configuration for every test: ESM, TypeScript through swc, packages as built in dist. */
export default {
  rootDir: '..',
  roots: ['<rootDir>/test', '<rootDir>/subgraphs'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/jest/begin.js',
  globalTeardown: '<rootDir>/test/jest/end.js',
  testSequencer: '<rootDir>/test/jest/sequencer.js',
  extensionsToTreatAsEsm: ['.ts'],
  // A subgraph that is to be has tests that run once it is one.
  testPathIgnorePatterns: ['/node_modules/', '/kit/template/'],
  modulePathIgnorePatterns: ['/dist/', '/kit/template/', '/\\.turbo/', '/\\.modellregion/'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'] },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testTimeout: 60_000,
  maxWorkers: 2,
};
