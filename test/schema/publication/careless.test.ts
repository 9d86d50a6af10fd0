import { describe, expect, test } from '@jest/globals';
import { CARELESS } from './careless.js';
import { OWN, publicationOf, tourism } from './hostile.js';
import { findingsIn, runPublicationRules } from './support.js';

describe('what nobody can grant', () => {
  test.each(CARELESS)('%s: %s', async (_, code, sdl, options = {}) => {
    const report = await runPublicationRules(publicationOf(tourism(sdl, options)));
    const refusal = findingsIn(report).find((finding) => finding.code === code);
    expect(findingsIn(report).map((finding) => finding.code)).toContain(code);
    expect(refusal?.problem.length).toBeGreaterThan(10);
    expect(refusal?.why.length).toBeGreaterThan(40);
    expect(refusal?.fix.length).toBeGreaterThan(10);
    expect(report.status).toBe('refused');
  });
});

test.each([
  ['http://tourism.example/graphql', 'URL_NOT_HTTPS'],
  ['https://localhost/graphql', 'URL_PRIVATE_HOST'],
  ['https://127.0.0.1/graphql', 'URL_PRIVATE_HOST'],
  ['https://0x7f.1/graphql', 'URL_PRIVATE_HOST'],
  ['https://[::1]/graphql', 'URL_PRIVATE_HOST'],
  ['https://169.254.169.254/latest', 'URL_PRIVATE_HOST'],
  ['https://database.internal/graphql', 'URL_PRIVATE_HOST'],
  ['https://tourism.evil.example/graphql', 'URL_HOST_NOT_ALLOWED'],
  ['https://evilguetersloh.example/graphql', 'URL_HOST_NOT_ALLOWED'],
  ['https://10.20.0.8/graphql', 'URL_PRIVATE_HOST'],
  ['https://graphql.guetersloh.example/graphql', undefined],
  // The operator lists it, so it is meant: a region inside a closed network.
  ['https://graphql.kreis.internal/graphql', undefined],
  ['https://10.20.0.7/graphql', undefined],
])('in production %s: %s', async (url, code) => {
  const input = publicationOf(tourism(OWN, { url }));
  const report = await runPublicationRules({
    ...input,
    profile: 'production',
    allowedHosts: ['*.guetersloh.example', '*.Kreis.internal', '10.20.0.7'],
  });
  expect(findingsIn(report).map((finding) => finding.code)).toEqual(code === undefined ? [] : [code]);
});

test('in production a subgraph states call keys; on a developer’s machine they stand in the key directory', async () => {
  const input = publicationOf(tourism(OWN, { keys: [] }));
  const codes = async (profile: 'developer' | 'production') =>
    findingsIn(await runPublicationRules({ ...input, profile })).map(({ code }) => code);
  expect(await codes('production')).toEqual(['CALL_KEYS_MISSING']);
  expect(await codes('developer')).toEqual([]);
});
