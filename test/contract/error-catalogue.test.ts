import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  checkedErrorParams,
  ERROR_CATALOGUE,
  errorText,
  isErrorCode,
  type ErrorCode,
} from '@modellregion/schema';

describe('the sentences of the error catalogue', () => {
  test('read like this when they carry facts', () => {
    expect([
      errorText('BAD_USER_INPUT', { argument: 'ags', format: 'AGS' }),
      errorText('FORBIDDEN', { requiredScopes: [['residents:pii'], ['a:read', 'b:read']] }),
      errorText('TRUST_TOO_LOW', { requiredTrust: 'HIGH' }),
      errorText('PURPOSE_REQUIRED', { requiredPurposes: ['SELF_SERVICE', 'APPLICATION_PROCESSING'] }),
      errorText('SUBGRAPH_UNAVAILABLE', { subject: 'Energy', operator: 'Stadt Delbrück' }),
    ]).toMatchInlineSnapshot(`
     [
       ""ags" must be an official municipality key (AGS): 8 digits beginning with the state 01 to 16, for example 05774032.",
       "You may not read this; it needs residents:pii, or a:read and b:read.",
       "Sign in with a stronger means of identity to read this (trust level HIGH).",
       "State a purpose in the header Modellregion-Purpose to read this: one of SELF_SERVICE, APPLICATION_PROCESSING.",
       "Energy data of Stadt Delbrück is not available right now. Please try again later.",
     ]
    `);
  });

  test.each(Object.keys(ERROR_CATALOGUE) as ErrorCode[])(
    '%s has a whole sentence without any fact',
    (code) => {
      expect(errorText(code)).toMatch(/^[A-Z].*\.$/);
      expect(errorText(code)).not.toMatch(/undefined|null/);
    },
  );

  test('an inherited property is no code', () => {
    expect([isErrorCode('FORBIDDEN'), isErrorCode('toString'), isErrorCode('__proto__')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

test('of what a subgraph sends only facts of the right form are taken', () => {
  expect(
    checkedErrorParams({
      argument: 'ags',
      format: 'AGS',
      requiredTrust: 'ABSOLUTE',
      requiredScopes: [['ok:read'], ['<script>']],
      requiredPurposes: 'SELF_SERVICE',
      stacktrace: ['at secret.ts'],
      http: { status: 500 },
    }),
  ).toEqual({ argument: 'ags', format: 'AGS' });
});

test('the README documents every code with its meaning, and no other', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const documented = [...readme.matchAll(/^\| `([A-Z_]+)`\s*\| (.*?)\s*\|$/gm)].map((row) => [
    row[1],
    row[2],
  ]);
  expect(documented).toEqual(Object.entries(ERROR_CATALOGUE).map(([code, { meaning }]) => [code, meaning]));
});
