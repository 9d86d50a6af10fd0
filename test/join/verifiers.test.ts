import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import { answers, named, PYTHON } from './installed.js';

// The verifiers for other languages, each against the vectors of the signed call.
const VERIFIERS = join(REPOSITORY_ROOT, 'schema/verifiers');
const RUNNERS = fileURLToPath(new URL('verifiers', import.meta.url));

interface Vectors {
  readonly gatewayKey: Key;
  readonly subgraphKey: Key;
  readonly calls: readonly {
    readonly caller: object;
    readonly method: string;
    readonly path: string;
    readonly body: string;
    readonly created: number;
    readonly headers: Readonly<Record<string, string>>;
  }[];
}
interface Key {
  readonly kid: string;
  readonly x25519: string;
  readonly d: string;
}

const vectors = JSON.parse(
  readFileSync(join(REPOSITORY_ROOT, 'schema/signed-call-vectors.json'), 'utf8'),
) as Vectors;
const { gatewayKey: gateway, subgraphKey: own } = vectors;

interface Received {
  readonly method: string;
  readonly path: string;
  readonly now: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is wrong with each of them, from a good call; and the good ones, which are accepted once. */
function cases(): readonly (readonly [what: string, call: Received, answer: object | 'refused'])[] {
  return vectors.calls.flatMap(({ caller, created, ...call }) => {
    const good: Received = { ...call, now: created + 5 };
    const header = (name: string, value: string): Received => ({
      ...good,
      headers: { ...good.headers, [name]: value },
    });
    const changed = (name: string, from: string | RegExp, to: string): Received =>
      header(name, (good.headers[name] ?? '').replace(from, to));
    return [
      ['too late', { ...good, now: created + 61 }, 'refused'],
      ['too early', { ...good, now: created - 61 }, 'refused'],
      ['another body', { ...good, body: `${good.body} ` }, 'refused'],
      ['another path', { ...good, path: '/other' }, 'refused'],
      ['another method', { ...good, method: 'PUT' }, 'refused'],
      ['another caller', changed('modellregion-caller', /.$/, '_'), 'refused'],
      ['another signature', changed('signature', /^call=:./, 'call=:_'), 'refused'],
      ['another nonce', changed('signature-input', /nonce="./, 'nonce="_'), 'refused'],
      ['another time', changed('signature-input', /created=\d/, 'created=9'), 'refused'],
      ['an unknown key', changed('signature-input', /keyid="[^"]+"/, 'keyid="x.y"'), 'refused'],
      ['another version', changed('signature-input', 'call-v1', 'call-v0'), 'refused'],
      ['fewer components', changed('signature-input', ' "modellregion-caller"', ''), 'refused'],
      ['no signature', { ...good, headers: {} }, 'refused'],
      ['good', good, caller],
      ['the same again', good, 'refused'],
    ] as const;
  });
}

const line = ({ method, path, now, body, headers }: Received): string => {
  const lines = Object.entries({ accept: '*/*', ...headers }).map(([name, value]) => `${name}: ${value}`);
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return [method, path, String(now), base64(body), base64(lines.join('\n'))].join('\t');
};

/** Language, file, whether it can be run here, what to install, and how it is built and run. */
const LANGUAGES: readonly (readonly [
  language: string,
  file: string,
  isThere: boolean,
  packages: string,
  run: (folder: string, input: string) => string,
])[] = [
  [
    'Python',
    'verify_call.py',
    answers(PYTHON, '-c', 'import cryptography'),
    'python3-cryptography',
    (_folder, input) => {
      const args = ['-B', join(RUNNERS, 'run.py'), VERIFIERS, JSON.stringify({ own, gateway })];
      return execFileSync(PYTHON, args, { input, encoding: 'utf8' });
    },
  ],
  [
    'Java',
    'VerifyCall.java',
    answers('javac', '--version'),
    'openjdk-17-jdk-headless',
    (folder, input) => {
      const sources = [join(VERIFIERS, 'VerifyCall.java'), join(RUNNERS, 'Run.java')];
      execFileSync('javac', ['-d', folder, ...sources]);
      const keys = [own.kid, own.d, gateway.kid, gateway.x25519];
      return execFileSync('java', ['-cp', folder, 'Run', ...keys], { input, encoding: 'utf8' });
    },
  ],
  [
    'C#',
    'VerifyCall.cs',
    answers('mcs', '--version') && answers('mono', '--version'),
    'mono-mcs libmono-system-numerics4.0-cil',
    (folder, input) => {
      const program = join(folder, 'run.exe');
      const sources = [join(VERIFIERS, 'VerifyCall.cs'), join(RUNNERS, 'Run.cs')];
      execFileSync('mcs', ['-r:System.Numerics', `-out:${program}`, ...sources]);
      const keys = [own.kid, own.d, gateway.kid, gateway.x25519];
      return execFileSync('mono', [program, ...keys], { input, encoding: 'utf8' });
    },
  ],
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'modellregion-test-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('there is one for each language here, of at most 60 lines', () => {
  expect(readdirSync(VERIFIERS).sort()).toEqual(['README.md', ...LANGUAGES.map(([, file]) => file)].sort());
  for (const [, file] of LANGUAGES) {
    const lines = readFileSync(join(VERIFIERS, file), 'utf8').trimEnd().split('\n');
    expect([file, lines.length <= 60]).toEqual([file, true]);
  }
});

describe.each(LANGUAGES)('%s', (language, _file, isThere, packages, run) => {
  (isThere ? test : test.skip)(
    named(`${language}: good calls are accepted once, all others refused`, isThere, packages),
    () => {
      const asked = cases();
      const answered = run(folder, `${asked.map(([, call]) => line(call)).join('\n')}\n`)
        .trimEnd()
        .split('\n')
        .map((text) => (text === 'refused' ? text : (JSON.parse(text) as object)));
      expect(answered.map((answer, index) => [asked[index]?.[0], answer])).toEqual(
        asked.map(([what, , answer]) => [what, answer]),
      );
    },
  );
});
