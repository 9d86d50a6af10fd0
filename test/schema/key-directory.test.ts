import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { loadKeyDirectory } from '../../schema/src/registry/index.js';
import { entry, folderWith } from './support.js';

const key = (kid: string) => ({ kid, x25519: 'A'.repeat(43) });
const registry = [
  { ...entry('energy'), keys: [key('from-yaml')] },
  { ...entry('mobility'), keys: [key('kept')] },
];
const directory = (content: unknown) =>
  join(
    folderWith({ 'directory.json': typeof content === 'string' ? content : JSON.stringify(content) }),
    'directory.json',
  );

describe('the key directory', () => {
  test('without a file has the keys of the registry, and none of a gateway', () => {
    const { gateway, subgraphs } = loadKeyDirectory(undefined, registry);
    expect(gateway).toEqual([]);
    expect([...subgraphs.keys()]).toEqual(['energy', 'mobility']);
    expect(subgraphs.get('energy')).toEqual([key('from-yaml')]);
  });

  test('takes the keys of the file party by party; whom the registry does not know counts for nothing', () => {
    const file = directory({
      gateway: [key('g2'), key('g1')],
      energy: [key('from-file')],
      stranger: [key('s')],
    });
    const { gateway, subgraphs } = loadKeyDirectory(file, registry);
    expect(gateway.map(({ kid }) => kid)).toEqual(['g2', 'g1']);
    expect(subgraphs.get('energy')?.map(({ kid }) => kid)).toEqual(['from-file']);
    expect(subgraphs.get('mobility')?.map(({ kid }) => kid)).toEqual(['kept']);
    expect(subgraphs.has('stranger')).toBe(false);
  });

  test.each([
    ['is missing', '/nowhere/directory.json', /cannot be used: .*ENOENT/],
    ['is no JSON', directory('{'), /cannot be used: .*JSON/],
    [
      'has a private key in it',
      directory({ energy: [{ ...key('a'), d: 'secret' }] }),
      /energy\.0: Unrecognized key: "d"/,
    ],
    ['has a key of another length', directory({ energy: [{ kid: 'a', x25519: 'AAAA' }] }), /43 characters/],
    ['has one kid twice', directory({ energy: [key('a'), key('a')] }), /energy: two keys have the same kid/],
  ])('is refused when it %s', (_, file, message) => {
    expect(() => loadKeyDirectory(file, registry)).toThrow(message);
  });
});
