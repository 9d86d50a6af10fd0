import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeSigningKeys } from '@modellregion/schema/release';
import { checkRegistryConfig } from '../../subgraphs/registry/src/commands/check-config.js';
import { createAuthority, writeIssued } from '../support/certificates.js';
import { newCallKey } from '../support/signed-subgraph.js';
import { KEYS, startRegistry, type RegistryUnderTest } from './support.js';

// What "config check registry" says to an operator whose settings are good, but not for long, or not among strangers.

const authority = createAuthority();
const folder = mkdtempSync(join(tmpdir(), 'modellregion-registry-'));
const file = (name: string): string => join(folder, name);
const short = writeIssued(folder, 'short', authority.issue({ days: 10 }));
const long = writeIssued(folder, 'long', authority.issue());

let registry: RegistryUnderTest;
beforeAll(async () => {
  registry = await startRegistry();
  writeSigningKeys(file('release.json'), [KEYS.release]);
  writeFileSync(file('calls.json'), JSON.stringify([newCallKey('registry-1')]), { mode: 0o600 });
});
afterAll(async () => {
  await registry.stop();
  rmSync(folder, { recursive: true });
});

async function said(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const findings = await checkRegistryConfig({
    DATABASE_URL: registry.url,
    MODELLREGION_RELEASE_KEY_FILE: file('release.json'),
    MODELLREGION_CALL_KEY_FILE: file('calls.json'),
    MODELLREGION_RELEASE_HOSTS: '*.kreis.example',
    ...env,
  });
  return findings
    .filter(({ level }) => level !== 'ok')
    .map(({ level, subject, text }) => `${level} ${subject}: ${text}`);
}

const tls = ({ certFile, keyFile }: typeof short) => ({
  MODELLREGION_TLS_CERT_FILE: certFile,
  MODELLREGION_TLS_KEY_FILE: keyFile,
});

test.each<[string, Record<string, string>, readonly RegExp[]]>([
  ['on this machine alone', {}, []],
  ['with a certificate', { HOST: '0.0.0.0', ...tls(long), MODELLREGION_CA_FILE: long.certFile }, []],
  [
    'open to others',
    { HOST: '0.0.0.0' },
    [/^warning TLS: Plain HTTP on 0\.0\.0\.0: set MODELLREGION_TLS_CERT_FILE unless a proxy/],
  ],
  ['the same for a developer', { HOST: '0.0.0.0', MODELLREGION_PROFILE: 'developer' }, []],
  [
    'with a certificate that ends soon',
    tls(short),
    [/^warning TLS: A certificate in .*short\.crt ends on \d{4}-\d\d-\d\d: renew it now\.$/],
  ],
  [
    'with another’s key',
    { ...tls(short), MODELLREGION_TLS_KEY_FILE: long.keyFile },
    [/^fault TLS: .*long\.key is not the key of the certificate in .*short\.crt/],
  ],
  [
    'with an authority that ends soon',
    { MODELLREGION_CA_FILE: short.certFile },
    [/^warning authorities: A certificate in .*short\.crt ends on \d{4}-\d\d-\d\d: renew it now\.$/],
  ],
  [
    'with no authority',
    { MODELLREGION_CA_FILE: file('release.json') },
    [/^fault settings: MODELLREGION_CA_FILE: .*release\.json holds no certificate in PEM form/],
  ],
  [
    'with a database elsewhere, in the open',
    { DATABASE_URL: 'postgresql://registry@db.kreis.example.invalid/registry' },
    [
      /^fault database: The connection to registry on db.* is not encrypted: set MODELLREGION_DATABASE_CA/,
      /./,
    ],
  ],
])('%s', async (_, env, findings) => {
  expect(await said(env)).toEqual(findings.map((it) => expect.stringMatching(it)));
});
