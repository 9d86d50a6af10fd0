import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import type { PrivateCallKey } from '@modellregion/schema';
import { writeFileAtomically } from '../database/atomic-file.js';
import { errorMessage, OperatorError } from '../database/index.js';
import { privateCallKeys } from '../server/private-call-keys.js';
import { UsageError } from './dev-options.js';
import { KEYS_PER_PARTY, newCallKey } from './keys.js';

/**
 * `call-key <party> --file FILE`: puts a new private call key first into a file, 0600, and keeps the one before it,
 * so that calls made with either are good while the others learn of the new one. Prints the public keys as they
 * stand in the key directory.
 *
 * @throws UsageError; OperatorError when the file is there and no key file
 */
export function callKeyCommand(argv: readonly string[]): void {
  const { party, file } = readOptions(argv);
  const before = existsSync(file) ? read(file) : [];
  const keys = [newCallKey(party), ...before].slice(0, KEYS_PER_PARTY);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileAtomically(file, `${JSON.stringify(keys, null, 2)}\n`, 0o600);
  const published = keys.map(({ kid, x25519 }) => ({ kid, x25519 }));
  process.stdout.write(`${JSON.stringify({ [party]: published }, null, 2)}\n`);
}

function read(file: string): readonly PrivateCallKey[] {
  try {
    return privateCallKeys(readFileSync(file, 'utf8'));
  } catch {
    throw new OperatorError(`${file} is there and no list of private call keys: name another file.`);
  }
}

function readOptions(argv: readonly string[]): { party: string; file: string } {
  const usage = 'Usage: modellregion call-key <gateway|registry|subgraph> --file FILE';
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { file: { type: 'string' } },
    });
    const [party = '', ...more] = positionals;
    if (/^[a-z][a-z0-9]{1,30}$/.test(party) && more.length === 0 && values.file !== undefined) {
      return { party, file: values.file };
    }
  } catch (error) {
    throw new UsageError(`${errorMessage(error)}\n${usage}`);
  }
  throw new UsageError(usage);
}
