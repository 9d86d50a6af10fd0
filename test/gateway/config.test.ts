import { describe, expect, test } from '@jest/globals';
import { readConfig, StartupError } from '../../gateway/src/index.js';
import { parseTokenOptions } from '../../gateway/src/token/token-options.js';

/** The sentences a person reads, and the exit code. */
function refusal(read: () => unknown): { readonly exitCode: number; readonly lines: readonly string[] } {
  try {
    read();
  } catch (error) {
    if (error instanceof StartupError) return { exitCode: error.exitCode, lines: error.message.split('\n') };
    throw error;
  }
  throw new Error('was not refused');
}

const OPEN = ['--profile', 'open'];

describe('configuration', () => {
  test('is read once, with defaults, and frozen', () => {
    const config = readConfig(OPEN, {});
    expect(config).toMatchObject({
      profile: 'open',
      host: '127.0.0.1',
      port: 4000,
      identity: null,
      deadlineMs: 3000,
    });
    expect(config.supergraphFile).toMatch(/schema.supergraph\.graphql$/);
    expect(Object.isFrozen(config)).toBe(true);
  });

  test('arguments win over the environment, and an empty variable counts as absent', () => {
    const config = readConfig([...OPEN, '--port', '0'], {
      PORT: '4010',
      HOST: '',
      MODELLREGION_PROFILE: 'developer',
    });
    expect(config).toMatchObject({ profile: 'open', port: 0, host: '127.0.0.1' });
  });

  const PRODUCTION = {
    MODELLREGION_JWT_ISSUER: 'https://issuer.example',
    MODELLREGION_JWT_AUDIENCE: 'modellregion',
    MODELLREGION_JWKS: 'https://issuer.example/jwks.json',
    MODELLREGION_REGISTRY_URL: 'https://registry.owl.example',
    MODELLREGION_REGION: 'owl',
    MODELLREGION_RELEASE_KEYS: '/etc/modellregion/release-keys.json',
    MODELLREGION_RELEASE_HOSTS: '*.owl.example, kreis.example',
    MODELLREGION_STATE: '/var/lib/modellregion-gateway',
  };

  test('releases of a registry are taken whole and with bounds', () => {
    expect(readConfig([], PRODUCTION).release).toEqual({
      registry: new URL('https://registry.owl.example'),
      region: 'owl',
      keysFile: '/etc/modellregion/release-keys.json',
      variant: 'full',
      minSequence: 1,
      urls: { httpsOnly: true, hosts: ['*.owl.example', 'kreis.example'] },
      folder: '/var/lib/modellregion-gateway/gateway',
      reporting: null,
    });
  });

  test.each([
    [
      'without region and keys',
      { MODELLREGION_REGION: '', MODELLREGION_RELEASE_KEYS: '' },
      'set MODELLREGION_REGION and MODELLREGION_RELEASE_KEYS as well',
    ],
    [
      'without hosts that may be called',
      { MODELLREGION_RELEASE_HOSTS: '' },
      'MODELLREGION_RELEASE_HOSTS is not set',
    ],
    ['with all hosts of a country', { MODELLREGION_RELEASE_HOSTS: '*.de' }, 'must be host names'],
    ['over plain http', { MODELLREGION_REGISTRY_URL: 'http://registry.owl.example' }, 'must be an https URL'],
    ['with a file beside it', { MODELLREGION_SUPERGRAPH: 'a.graphql' }, 'set one of them'],
    ['with keys and no registry', { MODELLREGION_REGISTRY_URL: '' }, 'set both or none'],
    ['reporting without a key', { MODELLREGION_GATEWAY_NAME: 'gateway-owl' }, 'belong together'],
    ['from release 0 on', { MODELLREGION_RELEASE_MIN_SEQUENCE: '0' }, 'must be the number of a release'],
  ])('releases %s are no configuration', (_what, change, text) => {
    const { lines } = refusal(() => readConfig([], { ...PRODUCTION, ...change }));
    expect(lines).toEqual([expect.stringContaining(text)]);
  });

  test('every fault is reported at once, each with what to do', () => {
    const env = {
      LOG_LEVEL: 'loud',
      MODELLREGION_SUBGRAPH_ENERGY_URL: 'ftp://x',
      MODELLREGION_SUBGRAPH_ENERGY_PROXY: 'none',
      MODELLREGION_DEADLINE_MS: '3s',
    };
    expect(
      refusal(() => readConfig(['--prot', '1', 'serve', '--host', '--port', 'x', '--profile', 'prod'], env)),
    ).toMatchInlineSnapshot(`
     {
       "exitCode": 2,
       "lines": [
         "--prot is not known; the options are --supergraph, --registry, --port, --host, --profile, --help.",
         ""serve" is not an option; see --help.",
         "--host needs a value; see --help.",
         "MODELLREGION_SUBGRAPH_ENERGY_URL must be an http or https URL.",
         "MODELLREGION_SUBGRAPH_ENERGY_PROXY must be an http or https URL, or direct.",
         "--profile must be one of production, developer, open.",
         "--port must be a whole number from 0 to 65535.",
         "LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.",
         "MODELLREGION_DEADLINE_MS must be milliseconds, a whole number from 10 to 999999.",
       ],
     }
    `);
  });

  test('what stands in links and in the catalogue must be an address that can be given away', () => {
    const env = {
      MODELLREGION_PUBLIC_URL: 'https://me:secret@region.example/?x',
      MODELLREGION_CATALOG_CONTRIBUTOR: 'https://region.example',
    };
    expect(refusal(() => readConfig(OPEN, env))).toMatchObject({
      lines: [
        'MODELLREGION_PUBLIC_URL must be an address without user, query and fragment.',
        'MODELLREGION_CATALOG_CONTRIBUTOR must be an entry of http://dcat-ap.de/def/contributors/.',
      ],
    });
  });

  test('production refuses to start without somebody who signs tokens', () => {
    expect(refusal(() => readConfig([], { MODELLREGION_JWT_ISSUER: 'https://issuer.example' })))
      .toMatchInlineSnapshot(`
     {
       "exitCode": 2,
       "lines": [
         "Nobody could sign in: set MODELLREGION_JWT_AUDIENCE, MODELLREGION_JWKS, or choose --profile developer or open.",
       ],
     }
    `);
  });

  test.each([
    ['http://issuer.example/jwks', []],
    ['http://127.0.0.1:1/jwks', []],
    ['http://issuer.example/jwks', ['--profile', 'developer']],
  ])('keys from %s are not taken (%j)', (jwks, argv) => {
    const env = { MODELLREGION_JWT_ISSUER: 'a', MODELLREGION_JWT_AUDIENCE: 'b', MODELLREGION_JWKS: jwks };
    expect(refusal(() => readConfig(argv, env)).lines).toEqual([
      'MODELLREGION_JWKS must be an https URL or the path of a file.',
    ]);
  });

  test('developer uses the local issuer and the keys of the state folder', () => {
    const config = readConfig(['--profile', 'developer'], { MODELLREGION_STATE: '/var/lib/x' });
    expect(config.identity).toMatchObject({
      issuer: 'https://issuer.modellregion.example/local',
      audience: 'modellregion',
    });
    expect(config.identity?.jwks.href).toBe('file:///var/lib/x/issuer/jwks.json');
    expect(config).toMatchObject({
      callKeyFile: '/var/lib/x/keys/gateway.json',
      keyDirectoryFile: '/var/lib/x/keys/directory.json',
    });
  });
});

describe('token options', () => {
  test('a citizen has the lowest trust that signs in, and one purpose', () => {
    expect(parseTokenOptions(['--resident', 'r1'])).toEqual({
      subject: 'r1',
      kind: 'citizen',
      trust: 'NORMAL',
      scopes: [],
      purposes: ['SELF_SERVICE'],
      lifetime: 28_800,
    });
  });

  test('an official has the scopes and purposes of the role unless told otherwise', () => {
    expect(parseTokenOptions(['--official', 'vehicle-officer'])).toMatchObject({
      subject: 'staff-vehicle-officer',
      trust: 'SUBSTANTIAL',
      scopes: ['vehicles:read'],
      purposes: ['VEHICLE_REGISTRATION'],
    });
    const chosen = [
      '--trust',
      'HIGH',
      '--purpose',
      'A',
      '--purpose',
      'B',
      '--scopes',
      'a:b,c:d',
      '--expires',
      '15m',
    ];
    expect(parseTokenOptions(['--official', 'vehicle-officer', ...chosen])).toMatchObject({
      trust: 'HIGH',
      scopes: ['a:b', 'c:d'],
      purposes: ['A', 'B'],
      lifetime: 900,
    });
  });

  test('every fault is reported at once', () => {
    const argv = [
      '--official',
      'mayor',
      '--trust',
      'FULL',
      '--purpose',
      'x',
      '--scopes',
      'self',
      '--expires',
      '2d',
    ];
    expect(refusal(() => parseTokenOptions(argv))).toMatchInlineSnapshot(`
     {
       "exitCode": 2,
       "lines": [
         "--official mayor is no known role; choose one of registry-clerk, register-information, case-officer, vehicle-officer, trade-officer, energy-officer, tax-id-matching.",
         "--trust FULL is no trust level; choose one of NONE, NORMAL, SUBSTANTIAL, HIGH.",
         "--purpose x is no purpose; write it in capitals, for example APPLICATION_PROCESSING.",
         "--scopes self is no scope; write area and right, for example residents:read.",
         "--expires 2d must be a time such as 90s, 15m or 8h, at most 24h.",
       ],
     }
    `);
    expect(refusal(() => parseTokenOptions(['--citizen', 'x']))).toMatchInlineSnapshot(`
     {
       "exitCode": 2,
       "lines": [
         "Unknown option '--citizen'; see --help.",
       ],
     }
    `);
    expect(refusal(() => parseTokenOptions([]))).toMatchInlineSnapshot(`
     {
       "exitCode": 2,
       "lines": [
         "Say for whom: either --resident ID or --official ROLE.",
       ],
     }
    `);
  });
});
