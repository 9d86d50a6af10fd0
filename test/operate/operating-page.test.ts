import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import { SUBGRAPH_SETTINGS } from '@modellregion/subgraph-kit';
import { GATEWAY_SETTINGS } from '../../gateway/src/index.js';
import { REGISTRY_SETTINGS } from '../../subgraphs/registry/src/index.js';

const PAGE = readFileSync(join(REPOSITORY_ROOT, 'OPERATING.md'), 'utf8');

/** The rows of the table of variables. */
const rows = [...PAGE.matchAll(/^\| `([A-Z_<>]+)` +\| ([GSPR ]+?) +\|/gm)].map(
  ([, name = '', parts = '']) => ({
    name,
    parts: parts.split(' '),
  }),
);
const readBy = (part: string): string[] =>
  rows.filter(({ parts, name }) => parts.includes(part) && !name.includes('<')).map(({ name }) => name);

describe('the operator’s page', () => {
  test.each([
    ['G', GATEWAY_SETTINGS],
    ['S', SUBGRAPH_SETTINGS],
    ['P', REGISTRY_SETTINGS],
  ])('has every variable that %s reads, and no other', (part, settings) => {
    expect(readBy(part).toSorted()).toEqual(settings.toSorted());
  });

  test('names no variable that nobody reads', () => {
    const known = new Set(rows.map(({ name }) => name));
    const named = PAGE.match(/`(MODELLREGION_[A-Z_<>]+|[A-Z]+_PROXY|DATABASE_URL)`/g) ?? [];
    expect(named.map((it) => it.slice(1, -1)).filter((name) => !known.has(name))).toEqual([]);
  });

  test('its links lead somewhere', () => {
    const targets = [...PAGE.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target);
    expect(targets.filter((target) => !existsSync(join(REPOSITORY_ROOT, target)))).toEqual([]);
    const headings = [...PAGE.matchAll(/^## (.+)$/gm)].map(([, text = '']) =>
      text.toLowerCase().replaceAll(' ', '-'),
    );
    const anchors = [...PAGE.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(anchors.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });

  test('every command it shows exists', async () => {
    const file = join(REPOSITORY_ROOT, 'schema/bin/cli/commands.mjs');
    const { COMMANDS } = (await import(pathToFileURL(file).href)) as Commands;
    const shown = [...PAGE.matchAll(/`modellregion ([a-z-]+)/g)].map(([, command = '']) => command);
    const unknown = shown.filter((command) => command !== 'help' && !Object.keys(COMMANDS).includes(command));
    expect(unknown.filter((command) => !command.startsWith('-'))).toEqual([]);
  });
});

interface Commands {
  readonly COMMANDS: Readonly<Record<string, unknown>>;
}
