import { expect, test } from '@jest/globals';
import {
  outcomeOfPublication,
  renderJson,
  renderMarkdown,
  renderSarif,
  renderTerminal,
  showsColour,
  type CheckOutcome,
} from '../../schema/src/checks/index.js';
import { publicationOf, OWN, tourism } from './publication/hostile.js';
import { runPublicationRules } from './publication/support.js';

const overriding = tourism(`${OWN}
"A stop."
type Stop @key(fields: "id") {
  "Opaque id."
  id: ID!
  "Its name."
  name: String @override(from: "mobility")
}`);

async function refused(): Promise<CheckOutcome> {
  return outcomeOfPublication(await runPublicationRules(publicationOf(overriding)));
}

test('for people: place, rule, code, reason and remedy; the summary last', async () => {
  expect(renderTerminal(await refused())).toMatchInlineSnapshot(`
   "tourism.graphql:30:3  foreign-fields  OVERRIDE_NOT_GRANTED  [tourism]
     Stop.name is answered by mobility; @override would answer it here for the whole region.
     Why: Whoever answers a field says what is true. Nobody says that in the place of another town without its leave.
     Do:  Remove the field, or ask Stadt mobility (amt@stadt.example) to grant tourism OVERRIDE on Stop.name.

   skipped  portal-queries  [tourism]  The region has no portal queries.
   skipped  plan-cost  [tourism]  No operation is known.
   skipped  variants  [tourism]  The region has no variants.

   1 subgraph (tourism), 36 rules: 1 finding: foreign-fields 1.
   "
  `);
});

test('colours only where a terminal shows them and nobody has asked for none', async () => {
  expect(renderTerminal(await refused(), true)).toContain('\u001b[31m');
  expect(renderTerminal(await refused())).not.toContain('\u001b');
  expect(showsColour({ isTTY: true }, {})).toBe(true);
  expect(showsColour({}, {})).toBe(false);
  expect(showsColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
  expect(showsColour({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
});

test('for programs: the findings with code and the grant that is missing', async () => {
  expect(JSON.parse(renderJson(await refused()))).toMatchObject({
    status: 'refused',
    subgraphs: ['tourism'],
    findings: [
      {
        code: 'OVERRIDE_NOT_GRANTED',
        rule: 'foreign-fields',
        grant: { owner: 'mobility', partner: 'tourism', coordinate: 'Stop.name', allows: 'OVERRIDE' },
      },
    ],
  });
});

test('for a pull request', async () => {
  expect(renderMarkdown(await refused())).toMatchInlineSnapshot(`
   "### Contract of the region

   ❌ **One finding.** (tourism, 36 rules)

   #### OVERRIDE\\_NOT\\_GRANTED in tourism

   tourism.graphql, line 30, column 3

   > Stop.name is answered by mobility; @&#8203;override would answer it here for the whole region.

   **Why:** Whoever answers a field says what is true. Nobody says that in the place of another town without its leave.

   **Do:** Remove the field, or ask Stadt mobility \\(amt@&#8203;stadt.example\\) to grant tourism OVERRIDE on Stop.name.

   <details><summary>Did not run: 3</summary>

   - tourism, portal-queries: The region has no portal queries.
   - tourism, plan-cost: No operation is known.
   - tourism, variants: The region has no variants.

   </details>
   "
  `);
});

test('for code scanning: SARIF 2.1.0', async () => {
  expect(JSON.parse(renderSarif(await refused()))).toMatchInlineSnapshot(`
   {
     "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
     "runs": [
       {
         "columnKind": "utf16CodeUnits",
         "results": [
           {
             "level": "error",
             "locations": [
               {
                 "physicalLocation": {
                   "artifactLocation": {
                     "uri": "tourism.graphql",
                   },
                   "region": {
                     "startColumn": 3,
                     "startLine": 30,
                   },
                 },
               },
             ],
             "message": {
               "text": "Stop.name is answered by mobility; @override would answer it here for the whole region.
   Remove the field, or ask Stadt mobility (amt@stadt.example) to grant tourism OVERRIDE on Stop.name.",
             },
             "partialFingerprints": {
               "problem/v1": "OVERRIDE_NOT_GRANTED:Stop.name is answered by mobility; @override would answer it here for the whole region.",
             },
             "ruleId": "OVERRIDE_NOT_GRANTED",
             "ruleIndex": 0,
           },
         ],
         "tool": {
           "driver": {
             "name": "modellregion check",
             "rules": [
               {
                 "defaultConfiguration": {
                   "level": "error",
                 },
                 "id": "OVERRIDE_NOT_GRANTED",
                 "name": "foreign-fields",
                 "shortDescription": {
                   "text": "Whoever answers a field says what is true. Nobody says that in the place of another town without its leave.",
                 },
               },
             ],
           },
         },
       },
     ],
     "version": "2.1.0",
   }
  `);
});

test('what strangers write moves no cursor, makes no link and calls nobody', () => {
  const evil: CheckOutcome = {
    subgraphs: ['tourism'],
    rules: ['foreign-fields'],
    findings: [
      {
        rule: 'foreign-fields',
        subgraph: 'tourism',
        file: 'tourism.graphql',
        line: 1,
        column: 1,
        problem: '\u001b[2J\u202eall is well\nhttps://evil.example @mayor <img src=x> [click](x)',
        why: 'Because.',
        fix: 'Do.',
      },
    ],
    notes: [],
    skipped: [],
  };
  expect(renderTerminal(evil)).toContain('\\u001b[2J\\u202eall is well\n  https');
  const markdown = renderMarkdown(evil);
  for (const harm of ['<img', '](x)', '@mayor', 'https://evil', '\u001b'])
    expect(markdown).not.toContain(harm);
});

test('in the terminal no part of a report steers it, whoever has sent the report', () => {
  const evil = '\u001b[2J\u009b';
  const finding = { rule: evil, code: evil, subgraph: evil, file: evil, line: 1, column: 1 };
  const note = { rule: evil, subgraph: evil, text: evil };
  const shown = renderTerminal({
    subgraphs: [evil],
    rules: [evil],
    findings: [{ ...finding, problem: evil, why: evil, fix: evil }],
    notes: [note],
    skipped: [note],
  });
  // Seven of the finding, three of each note, the summary's subgraph and rule.
  expect(shown.match(/\\u001b\[2J\\u009b/g)).toHaveLength(15);
  for (const harm of ['\u001b', '\u009b']) expect(shown).not.toContain(harm);
});
