import { EventEmitter } from 'node:events';
import { expect, jest, test } from '@jest/globals';
import type { Client } from 'pg';
import type { Logger } from 'pino';
import { showProgress } from '../../subgraphs/kit/src/seed-progress.js';
import { ROWS_WRITTEN } from '../../subgraphs/kit/src/synthetic/index.js';

function shown(isTTY: boolean, columns = 80) {
  const client = new EventEmitter();
  const [written, logged]: [string[], object[]] = [[], []];
  const end = showProgress(client as unknown as Client, {
    name: 'residents',
    log: { info: (facts: object) => logged.push(facts) } as unknown as Logger,
    terminal: {
      isTTY,
      columns,
      write: (text: string) => written.push(text),
    } as unknown as NodeJS.WriteStream,
  });
  return { written, logged, end, write: (counts: object) => client.emit(ROWS_WRITTEN, counts) };
}

test('on a terminal one line is written over, with the fullest tables first', () => {
  const { written, logged, end, write } = shown(true);
  write({ household: 1_000, resident: 2_500, appointment: 0 });
  end();
  expect(written).toEqual(['\r\u001b[2Kresidents: 3,500 rows · resident 2,500 · household 1,000', '\n']);
  expect(logged).toEqual([]);
});

test('the line never wraps', () => {
  const { written, write } = shown(true, 20);
  write({ household: 1_000, resident: 2_500 });
  expect(written).toEqual(['\r\u001b[2Kresidents: 3,500 ro']);
});

test('elsewhere it is logged every five seconds', () => {
  jest.useFakeTimers();
  try {
    const { written, logged, end, write } = shown(false);
    for (let second = 1; second <= 11; second += 1) {
      jest.advanceTimersByTime(1_000);
      write({ resident: second * 10_000 });
    }
    end();
    expect(logged).toEqual([
      { rows: 50_000, tables: { resident: 50_000 } },
      { rows: 100_000, tables: { resident: 100_000 } },
    ]);
    expect(written).toEqual([]);
  } finally {
    jest.useRealTimers();
  }
});
