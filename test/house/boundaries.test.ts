import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ESLint, type Linter } from 'eslint';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let eslint: ESLint;

beforeAll(async () => {
  const loaded = (await import(pathToFileURL(join(ROOT, 'eslint.config.js')).href)) as {
    default: Linter.Config[];
  };
  eslint = new ESLint({
    cwd: ROOT,
    overrideConfigFile: true,
    // The files of these tests do not exist, so there is no type information for them.
    baseConfig: [...loaded.default, { languageOptions: { parserOptions: { projectService: false } } }],
    ruleFilter: ({ ruleId }) => !ruleId.startsWith('@typescript-eslint/'),
  });
});

/** What the linter says about a file with this text at this place. */
async function complaints(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: join(ROOT, file) });
  return (result?.messages ?? []).map(({ message }) => message);
}

describe('imports that are refused', () => {
  test.each([
    [
      'gateway → subgraph',
      'gateway/src/main.ts',
      `import '@modellregion/residents';`,
      'gateway may import schema, not subgraphs/residents',
    ],
    [
      'gateway → kit',
      'gateway/src/main.ts',
      `import '@modellregion/subgraph-kit';`,
      'gateway may import schema, not subgraphs/kit',
    ],
    [
      'subgraph → gateway',
      'subgraphs/residents/src/main.ts',
      `import '@modellregion/gateway';`,
      'subgraphs/residents may import schema and subgraphs/kit, not gateway',
    ],
    [
      'subgraph → sibling',
      'subgraphs/mobility/src/main.ts',
      `import '@modellregion/residents';`,
      'subgraphs/mobility may import schema and subgraphs/kit, not subgraphs/residents',
    ],
    [
      "a partner's subgraph → sibling",
      'subgraphs/tourism/src/main.ts',
      `import '@modellregion/mobility';`,
      'subgraphs/tourism may import schema and subgraphs/kit, not subgraphs/mobility',
    ],
    [
      'kit → subgraph',
      'subgraphs/kit/src/index.ts',
      `export * from '@modellregion/residents';`,
      'subgraphs/kit may import schema, not subgraphs/residents',
    ],
    [
      'kit → gateway',
      'subgraphs/kit/src/index.ts',
      `export { x } from '@modellregion/gateway';`,
      'subgraphs/kit may import schema, not gateway',
    ],
    [
      'schema → kit',
      'schema/src/index.ts',
      `import '@modellregion/subgraph-kit';`,
      'schema may import no other package, not subgraphs/kit',
    ],
    [
      'a type counts',
      'schema/src/index.ts',
      `import type { X } from '@modellregion/gateway';`,
      'schema may import no other package, not gateway',
    ],
    [
      'a type in place counts',
      'schema/src/index.ts',
      `export type X = import('@modellregion/gateway').X;`,
      'schema may import no other package, not gateway',
    ],
    [
      'a dynamic import counts',
      'gateway/src/main.ts',
      `await import('@modellregion/mobility');`,
      'gateway may import schema, not subgraphs/mobility',
    ],
    [
      'a test of a subgraph counts',
      'subgraphs/mobility/test/x.test.ts',
      `import '@modellregion/residents';`,
      'not subgraphs/residents',
    ],
    [
      'relative → sibling',
      'subgraphs/mobility/src/main.ts',
      `import '../../residents/src/main.js';`,
      '"../../residents/src/main.js" leaves subgraphs/mobility by a relative path',
    ],
    [
      'relative → an allowed package',
      'gateway/src/http/server.ts',
      `import '../../../schema/src/index.js';`,
      'leaves gateway by a relative path. Import the other package by its name',
    ],
    [
      'relative → test',
      'schema/src/index.ts',
      `import '../../test/support/x.js';`,
      'leaves schema by a relative path',
    ],
    [
      'Apollo Server outside its room',
      'gateway/src/http/server.ts',
      `import '@apollo/server';`,
      '"@apollo/server" stays inside gateway/src/apollo',
    ],
    [
      'a part of Apollo Server',
      'gateway/src/http/server.ts',
      `import '@apollo/server/plugin/disabled';`,
      'stays inside gateway/src/apollo',
    ],
    [
      'Apollo Gateway outside its room',
      'gateway/src/main.ts',
      `import type { GatewayInterface } from '@apollo/gateway';`,
      '"@apollo/gateway" stays inside gateway/src/apollo',
    ],
    [
      "Apollo's Fastify plugin",
      'gateway/src/http/server.ts',
      `import '@as-integrations/fastify';`,
      '"@as-integrations/fastify" stays inside gateway/src/apollo',
    ],
    [
      'the planner outside its room',
      'gateway/src/operations/run-operation.ts',
      `import { QueryPlanner } from '@apollo/query-planner';`,
      '"@apollo/query-planner" stays inside gateway/src/plan',
    ],
  ])('%s', async (_name, file, text, message) => {
    expect(await complaints(file, text)).toEqual([expect.stringContaining(message)]);
  });
});

describe('imports that are fine', () => {
  test.each([
    ['gateway → schema', 'gateway/src/main.ts', `import '@modellregion/schema';`],
    ['kit → schema', 'subgraphs/kit/src/index.ts', `import '@modellregion/schema';`],
    ['subgraph → kit', 'subgraphs/residents/src/main.ts', `import '@modellregion/subgraph-kit/region';`],
    ['subgraph → schema', 'subgraphs/residents/src/main.ts', `import '@modellregion/schema';`],
    [
      'test → all',
      'test/e2e/region.test.ts',
      `import '@modellregion/gateway'; import '../../subgraphs/kit/src/clock.js';`,
    ],
    ['a test → its own source', 'subgraphs/mobility/test/x.test.ts', `import '../src/x.js';`],
    [
      'Apollo in its room',
      'gateway/src/apollo/apollo-server.ts',
      `import '@apollo/server'; import '@as-integrations/fastify';`,
    ],
    ['Apollo in the kit', 'subgraphs/kit/src/server/serve.ts', `import '@apollo/server';`],
  ])('%s', async (_name, file, text) => {
    expect(await complaints(file, text)).toEqual([]);
  });
});

describe('other rules of the house', () => {
  const file = 'schema/src/x.ts';

  test.each([
    ['a default export', 'export default 1;', 'Export by name'],
    ['a default export by another way', 'const x = 1; export { x as default };', 'Export by name'],
    [
      'a rule switched off without a reason',
      '/* eslint-disable eqeqeq */\nexport const x = (a: unknown) => a == 1;',
      'Say why',
    ],
    ['a file of 401 lines', '\n'.repeat(401), 'File has too many lines (401). Maximum allowed is 400'],
    [
      'a function of 82 lines',
      `export const f = () => {${'\n'.repeat(81)}};`,
      'too many lines (82). Maximum allowed is 80',
    ],
  ])('%s', async (_name, text, message) => {
    expect((await complaints(file, text)).join('\n')).toContain(message);
  });

  test('a reason is enough, and config files export what their tool reads', async () => {
    expect(
      await complaints(
        file,
        '// eslint-disable-next-line eqeqeq -- text and number mean the same here\nexport const x = (a: unknown) => a == 1;',
      ),
    ).toEqual([]);
    expect(await complaints('subgraphs/residents/prisma.config.ts', 'export default {};')).toEqual([]);
  });
});
