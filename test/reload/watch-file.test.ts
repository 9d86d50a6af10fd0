import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { watchFile, type Content } from '../../gateway/src/supergraph/watch-file.js';
import { replaceFile, temporaryFolder } from '../support/gateway-under-test.js';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

const textOf = (content: Content): string => (content.kind === 'content' ? content.bytes.toString() : 'gone');

test('tells what is there, then each change once, however it was made', async () => {
  const file = join(folder.path, 'watched');
  const told: string[] = [];
  let onTold: () => void = () => undefined;
  writeFileSync(file, 'one');
  const stop = watchFile(file, 10, (content) => {
    told.push(textOf(content));
    onTold();
  });
  const next = (change: () => void): Promise<void> =>
    new Promise((resolve) => {
      onTold = resolve;
      change();
    });
  await next(() => undefined);
  await next(() => {
    writeFileSync(file, 'two');
  });
  await next(() => {
    replaceFile(file, 'six');
  });
  await next(() => {
    appendFileSync(file, ' and more');
  });
  await next(() => {
    rmSync(file);
  });
  await next(() => {
    writeFileSync(file, 'six and more');
  });
  stop();
  expect(told).toEqual(['one', 'two', 'six', 'six and more', 'gone', 'six and more']);
});

test('a file that is written piece by piece is told when it stays as it is', async () => {
  const file = join(folder.path, 'growing');
  writeFileSync(file, '');
  const pieces = Array.from({ length: 50 }, (_, index) => `piece ${String(index)}\n`);
  const told = await new Promise<string>((resolve) => {
    const stop = watchFile(file, 1_000, (content) => {
      stop();
      resolve(textOf(content));
    });
    const write = (): void => {
      const piece = pieces.shift();
      if (piece === undefined) return;
      appendFileSync(file, piece);
      setTimeout(write, 2);
    };
    write();
  });
  expect(told.endsWith('piece 49\n')).toBe(true);
});
