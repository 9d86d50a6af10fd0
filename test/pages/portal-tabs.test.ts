import { describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { exampleVariables } from '../../gateway/src/developer/example-variables.js';
import { curlLine } from '../../gateway/src/developer/first-query.js';
import { portalTabs } from '../../gateway/src/developer/portal-tabs.js';
import { API_SDL } from './support.js';

const NOW = new Date('2026-03-01T10:20:30Z');

describe('portal queries as tabs', () => {
  test('what the region can answer becomes a tab, the rest a note with its reason', () => {
    const queries = [
      { name: 'Q1', title: 'Town', text: 'query Q1($ags: ID!) { municipality(ags: $ags) { name } }' },
      { name: 'Q2', title: 'Festival', text: 'query Q2 { events { title } }' },
      { name: 'Q3', title: 'Broken', text: 'query Q3 {' },
    ];
    expect(portalTabs(queries, buildSchema(API_SDL), NOW)).toEqual({
      tabs: [
        {
          query: '# Town\nquery Q1($ags: ID!) {\n  municipality(ags: $ags) {\n    name\n  }\n}\n',
          variables: '{\n  "ags": "05774032"\n}',
        },
      ],
      notYet: [
        { name: 'Q2', title: 'Festival', reason: 'Cannot query field "events" on type "Query".' },
        { name: 'Q3', title: 'Broken', reason: 'Syntax Error: Expected Name, found <EOF>.' },
      ],
    });
  });

  test('a comment above the query stays as it is written', () => {
    const query = { name: 'Q', title: 'One two', text: '# One\n# two\n{ __typename }' };
    const { tabs } = portalTabs([query], buildSchema(API_SDL), NOW);
    expect(tabs[0]?.query).toBe('# One\n# two\n{\n  __typename\n}\n');
  });
});

test('example variables: towns and times by name, placeholders for the rest, none for defaults', () => {
  const text =
    'query Q($ags: [ID!], $from: DateTime!, $to: Date, $office: ID!, $first: Int = 3) { __typename }';
  expect(exampleVariables(text, NOW)).toEqual({
    ags: ['05774032', '05711000'],
    from: '2026-03-01T10:00:00Z',
    to: '2026-03-15',
    office: '<office>',
  });
});

test('a quote in a query does not end the shell word', () => {
  expect(curlLine('http://h', '{ a(b: "it\'s") }')).toContain(`-d '{"query":"{ a(b: \\"it'\\''s\\") }"}'`);
});
