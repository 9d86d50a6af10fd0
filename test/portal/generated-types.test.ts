import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse, print, type DocumentNode } from 'graphql';
import { planner } from '../support/query-plan.js';
import { answerableQueries } from './support/answerable.js';
import { openWorkshop, type Workshop } from './support/portal-workshop.js';

let portal: Workshop;
beforeAll(async () => {
  portal = await openWorkshop(answerableQueries);
});
afterAll(() => portal.remove());

/** A portal page that handles everything that may be missing. */
const PAGE = `
import type { Q01_MyDashboardQuery, Q02_IdCardOfferQuery, Q07_MyPvQuery } from './gql/graphql.js';
import { Q02_IdCardOfferDocument } from './gql/graphql.js';
import { apolloClient } from './apollo.js';
import { urqlClient } from './urql.js';

export const greeting = ({ me }: Q01_MyDashboardQuery): string => me?.givenNames ?? 'Guten Tag';
export const fees = ({ services }: Q02_IdCardOfferQuery): number[] =>
  (services ?? []).map(({ fee }) => fee?.amountCents ?? 0);
export const fedIn = ({ generationUnit }: Q07_MyPvQuery): number =>
  (generationUnit?.feedIn?.consumption?.points ?? []).reduce((sum, { value }) => sum + (value ?? 0), 0);

const variables = { ags: '05754008', office: 'office', from: '2026-11-23T00:00:00Z', to: '2026-11-24T00:00:00Z' };
export async function titles(uri: string): Promise<(string | undefined)[]> {
  const apollo = await apolloClient(uri, {}).query({ query: Q02_IdCardOfferDocument, variables });
  const urql = await urqlClient(uri, {}).query(Q02_IdCardOfferDocument, variables).toPromise();
  return [apollo.data?.services?.[0]?.title, urql.data?.services?.[0]?.title];
}
`;

/** What a developer may get wrong; each must not compile. */
const WRONG = {
  'a field that was not asked for': `
    import type { Q01_MyDashboardQuery } from './gql/graphql.js';
    export const name = ({ me }: Q01_MyDashboardQuery) => me?.familyName;`,
  'a person who may be nobody': `
    import type { Q01_MyDashboardQuery } from './gql/graphql.js';
    export const id = ({ me }: Q01_MyDashboardQuery): string => me.id;`,
  'a value that may be withheld': `
    import type { Q07_MyPvQuery } from './gql/graphql.js';
    export const total = ({ generationUnit }: Q07_MyPvQuery): number => generationUnit?.feedIn?.consumption?.total ?? null;`,
  'a state that does not exist': `
    import type { Q03_ApplicationDetailQuery } from './gql/graphql.js';
    export const done = ({ application }: Q03_ApplicationDetailQuery) => application?.state === 'DONE';`,
  'a variable that is missing': `
    import { Q02_IdCardOfferDocument } from './gql/graphql.js';
    import { apolloClient } from './apollo.js';
    export const offer = apolloClient('', {}).query({ query: Q02_IdCardOfferDocument, variables: { ags: '05754008' } });`,
  'a variable of the wrong type': `
    import { Q04_NewAddressDocument } from './gql/graphql.js';
    import { urqlClient } from './urql.js';
    export const address = urqlClient('', {}).query(Q04_NewAddressDocument, { id: 5 });`,
  'an instant taken for a Date': `
    import type { Q12_OutageQuery } from './gql/graphql.js';
    export const year = ({ outages }: Q12_OutageQuery) => outages?.[0]?.from.getFullYear();`,
};

test('every portal query that is answered has its types, and a strict portal compiles with both clients', () => {
  portal.write('page.ts', PAGE);
  for (const [index, text] of Object.values(WRONG).entries()) portal.write(`wrong-${index}.ts`, text);
  const wrongFiles = Object.keys(WRONG).map((_, index) => `wrong-${index}.ts`);
  const right = ['page.ts', 'add-keys.ts', 'codegen.ts', 'apollo.ts', 'urql.ts', 'gql/index.ts'];

  const faults = portal.compile([...right, ...wrongFiles]);

  expect(Object.fromEntries(right.map((file) => [file, faults[file]]))).toEqual(
    Object.fromEntries(right.map((file) => [file, []])),
  );
  const refusals = Object.keys(WRONG).map((what, index) => [what, faults[`wrong-${index}.ts`]?.join()]);
  expect(Object.fromEntries(refusals)).toMatchInlineSnapshot(`
   {
     "a field that was not asked for": "TS2339: Property 'familyName' does not exist",
     "a person who may be nobody": "TS18047: 'me' is possibly 'null'.",
     "a state that does not exist": "TS2367: This comparison appears to be unintentional because the types 'ApplicationState | undefined' and '"DONE"' have no overlap.",
     "a value that may be withheld": "TS2322: Type 'number | null' is not assignable to type 'number'.",
     "a variable of the wrong type": "TS2322: Type 'number' is not assignable to type 'string'.",
     "a variable that is missing": "TS2769: No overload matches this call.",
     "an instant taken for a Date": "TS2339: Property 'getFullYear' does not exist on type 'string'.",
   }
  `);
  // Nothing else is wrong: neither in the generated files nor in what the clients bring.
  expect(Object.keys(faults).sort()).toEqual([...right, ...wrongFiles].sort());
});

test('the queries that have types; those that ask towns to come are not among them yet', async () => {
  const generated = await portal.load('gql/graphql.ts');
  expect(Object.keys(generated)).toEqual([...answerableQueries.keys()].map((name) => `${name}Document`));
  expect([...answerableQueries.keys()].map((name) => name.slice(0, 3)).join(' ')).toMatchInlineSnapshot(
    `"Q01 Q02 Q03 Q04 Q05 Q06 Q07 Q08 Q09 Q10 Q12"`,
  );
});

test('the keys that are added to a query cost no request: its plan stays as large as it is', async () => {
  const plan = planner(readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'));
  const generated = (await portal.load('gql/graphql.ts')) as Record<string, DocumentNode>;
  for (const [name, document] of answerableQueries) {
    const withKeys = print(generated[`${name}Document`] ?? document);
    expect({ name, ...plan(withKeys, name) }).toEqual({ name, ...plan(print(document), name) });
  }
  // Q01 asks for appointments without their key.
  expect(print(generated['Q01_MyDashboardDocument'] ?? parse('{ me { id } }'))).toMatch(
    /appointments \{\s+id\n/,
  );
});
