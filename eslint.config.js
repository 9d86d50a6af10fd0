import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const ROOT = dirname(fileURLToPath(import.meta.url));

/** Files that a tool reads by their default export. */
const CONFIG_FILES = ['**/*.config.{js,ts,mjs}', 'test/jest/*.js'];

/** What Node provides to plain JavaScript; TypeScript files know it from their types. */
const NODE_GLOBALS = [
  'AbortController',
  'AbortSignal',
  'Buffer',
  'URL',
  'clearInterval',
  'clearTimeout',
  'console',
  'fetch',
  'performance',
  'process',
  'setImmediate',
  'setInterval',
  'setTimeout',
];

/**
 * Which package may import which, by folder: gateway → schema ← subgraphs/kit ← subgraphs/<name>. Folders that
 * are not here (test) may import all.
 */
const MAY_IMPORT = {
  schema: [],
  gateway: ['schema'],
  'subgraphs/kit': ['schema'],
  'subgraphs/*': ['schema', 'subgraphs/kit'],
};

/** The package a path of the repository lies in: `schema`, `subgraphs/kit`, …, or null for root files. */
function packageAt(path) {
  const [top, second] = path.split('/');
  if (top === 'subgraphs') return second === undefined ? null : `subgraphs/${second}`;
  return top === 'gateway' || top === 'schema' || top === 'test' ? top : null;
}

/** The package that a module name of ours means, or null for other people's. */
function packageNamed(specifier) {
  const name = /^@modellregion\/([^/]+)/.exec(specifier)?.[1];
  if (name === undefined) return null;
  if (name === 'schema' || name === 'gateway') return name;
  return name === 'subgraph-kit' ? 'subgraphs/kit' : `subgraphs/${name}`;
}

/** Why a file may not import a module; null if it may. */
function refusal(file, specifier) {
  const own = packageAt(file);
  const allowed = MAY_IMPORT[own] ?? (own?.startsWith('subgraphs/') ? MAY_IMPORT['subgraphs/*'] : null);
  if (own === null || allowed === null) return null;

  if (specifier.startsWith('.')) {
    const target = relative(ROOT, resolve(ROOT, dirname(file), specifier))
      .split(sep)
      .join('/');
    if (packageAt(target) === own) return null;
    // Tests share their support: a subgraph's tests start a database as all others do.
    if (/^subgraphs\/[^/]+\/test\//.test(file) && target.startsWith('test/support/')) return null;
    return `"${specifier}" leaves ${own} by a relative path. Import the other package by its name, if ${own} may.`;
  }
  const target = packageNamed(specifier);
  if (target !== null && target !== own && !allowed.includes(target)) {
    const list = allowed.length === 0 ? 'no other package' : allowed.join(' and ');
    return `${own} may import ${list}, not ${target}. What both need belongs into schema or subgraphs/kit.`;
  }
  const apollo = /^@apollo\/(?:server|gateway)(?:\/|$)|^@as-integrations\//.test(specifier);
  if (own === 'gateway' && apollo && !file.startsWith('gateway/src/apollo/')) {
    return `"${specifier}" stays inside gateway/src/apollo, so that the executor can be exchanged. Use what that folder exports.`;
  }
  const planner = /^@apollo\/(?:query-planner|query-graphs|federation-internals)(?:\/|$)/.test(specifier);
  if (own === 'gateway' && planner && !file.startsWith('gateway/src/plan/')) {
    return `"${specifier}" stays inside gateway/src/plan, which runs in the planning thread. Use what that folder exports.`;
  }
  return null;
}

/** Imports run one way; static, dynamic, re-exports and types alike. */
const importBoundaries = {
  meta: { type: 'problem', schema: [], messages: { refused: '{{reason}}' } },
  create(context) {
    const file = relative(ROOT, context.filename).split(sep).join('/');
    const check = (node) => {
      const specifier = node.source?.value ?? node.argument?.literal?.value;
      if (typeof specifier !== 'string' || isAbsolute(specifier)) return;
      const reason = refusal(file, specifier);
      if (reason !== null) context.report({ node, messageId: 'refused', data: { reason } });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: (node) => check({ ...node, source: node.source ?? node.argument?.literal }),
    };
  },
};

/** A rule is switched off only with the reason in the same comment. */
const disableWithReason = {
  meta: { type: 'problem', schema: [], messages: { bare: 'Say why after " -- ", or obey the rule.' } },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        if (/^\s*eslint-disable/.test(comment.value) && !/\s--\s+\S/.test(comment.value)) {
          context.report({ loc: comment.loc, messageId: 'bare' });
        }
      }
    },
  }),
};

export default defineConfig(
  {
    ignores: [
      '**/dist/',
      '**/generated/',
      '**/node_modules/',
      '**/.turbo/',
      '**/.modellregion/',
      '**/coverage/',
      // Text of a subgraph that is to be: linted where it has become one.
      'subgraphs/kit/template/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    plugins: {
      house: { rules: { 'import-boundaries': importBoundaries, 'disable-with-reason': disableWithReason } },
    },
  },
  js.configs.recommended,
  {
    rules: {
      'house/import-boundaries': 'error',
      'house/disable-with-reason': 'error',
      'max-lines': ['error', 400],
      // `== null` is the one comparison that says "null or undefined".
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
          message: 'Export by name: one name for one thing, wherever it is imported.',
        },
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: ROOT,
      },
    },
    rules: {
      // Numbers print as they are; everything else in a template is most likely a mistake.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A leading underscore says that a position must be passed over.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  { files: ['**/src/**/*.{ts,tsx}'], rules: { 'max-lines-per-function': ['error', 80] } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: Object.fromEntries(NODE_GLOBALS.map((name) => [name, 'readonly'])),
    },
  },
  // They lie outside the packages' tsconfig.json, so there is no type information for them.
  {
    files: CONFIG_FILES,
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
