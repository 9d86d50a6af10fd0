import { describe, expect, test } from '@jest/globals';
import { anonymousCaller, loadRegistry, type CallerClaims } from '@modellregion/schema';
import type { Subgraph } from '@modellregion/subgraph-kit';
import { isObjectType, type GraphQLObjectType } from 'graphql';

/** Answers that tell nothing. */
const REFUSALS: readonly unknown[] = ['FORBIDDEN', 'PURPOSE_REQUIRED', 'TRUST_TOO_LOW', 'nothing there'];

const GUARDS = ['signedIn', 'scopes', 'purpose', 'trust', 'personalData'];

/** Every field that the SDL of a subgraph annotates, on the field or on its type. */
function annotatedFields(subgraph: Subgraph): { type: GraphQLObjectType; name: string }[] {
  return Object.values(subgraph.schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) =>
          [type.astNode, ...type.extensionASTNodes, field.astNode]
            .flatMap((node) => node?.directives ?? [])
            .some((directive) => GUARDS.includes(directive.name.value)),
        )
        .map((field) => ({ type, name: field.name })),
    );
}

/** Repositories and loaders of a subgraph that know nobody and nothing. */
const nothingFound: unknown = new Proxy(() => Promise.resolve(null), { get: () => nothingFound });

/** An object of whatever type, all of whose data is somebody else's. */
const somebodyElses: object = new Proxy({}, { get: (_, key) => (key === 'members' ? [] : 'somebody-else') });

/** What reading a field answers this caller before anything of the subgraph itself runs. */
async function read(type: GraphQLObjectType, name: string, caller: CallerClaims): Promise<unknown> {
  const resolve = type.getFields()[name]?.resolve as (...args: unknown[]) => unknown;
  try {
    const value = await resolve(
      somebodyElses,
      {},
      { caller, services: nothingFound, clock: { now: () => new Date(0) } },
      {},
    );
    return value === null ? 'nothing there' : 'read';
  } catch (error) {
    return (error as { extensions?: { code?: unknown } }).extensions?.code ?? 'ran into the resolver';
  }
}

async function load(name: string): Promise<Subgraph> {
  const exported = (await import(`@modellregion/${name}`)) as Record<string, Subgraph>;
  const subgraph = exported[name];
  if (subgraph === undefined) throw new Error(`@modellregion/${name} exports no ${name}`);
  return subgraph;
}

const anonymous = anonymousCaller('walk');
/** Signed in with the strongest means of identity, but without right, purpose or relation. */
const nobodyInParticular: CallerClaims = {
  ...anonymous,
  kind: 'official',
  subject: 'staff-0',
  trust: 'HIGH',
};

/** Those that hold data about people; one that says it does not must not annotate a field either. */
const holdsPersonalData = new Map(
  loadRegistry().map(({ name, dataClasses }) => [name, dataClasses.includes('PERSONAL')]),
);

describe.each([...holdsPersonalData])('%s', (name, personal) => {
  test('an anonymous caller reads no annotated field', async () => {
    const fields = annotatedFields(await load(name));
    const open: string[] = [];
    for (const { type, name: field } of fields) {
      const answer = await read(type, field, anonymous);
      if (answer !== 'UNAUTHENTICATED') open.push(`${type.name}.${field}: ${String(answer)}`);
    }
    expect(fields.length > 0).toBe(personal);
    expect(open).toEqual([]);
  });
});

/** Fields that a caller may read although they are annotated: those whose rules they satisfy. */
async function passedBy(caller: CallerClaims): Promise<readonly string[]> {
  const passed: string[] = [];
  for (const { name } of loadRegistry()) {
    for (const { type, name: field } of annotatedFields(await load(name))) {
      const answer = await read(type, field, caller);
      if (!REFUSALS.includes(answer)) {
        passed.push(`${name} ${type.name}.${field}`);
      }
    }
  }
  return passed;
}

test('an official without right or purpose reads only what asks for no more than signing in', async () => {
  expect(await passedBy(nobodyInParticular)).toMatchInlineSnapshot(`
   [
     "businesses Query.tradeNotice",
     "energy Query.marketLocation",
     "residents Query.application",
     "residents Viewer.actingFor",
     "residents Resident.id",
     "residents Document.downloadUrl",
   ]
  `);
});

test('a citizen reads of others only what asks for no more than signing in and a purpose', async () => {
  const citizen: CallerClaims = {
    ...anonymous,
    kind: 'citizen',
    subject: 'resident-of-no-subgraph',
    trust: 'HIGH',
    purpose: 'SELF_SERVICE',
  };
  expect(await passedBy(citizen)).toMatchInlineSnapshot(`
   [
     "businesses Query.tradeNotice",
     "energy Query.marketLocation",
     "residents Query.application",
     "residents Viewer.actingFor",
     "residents Resident.id",
     "residents Document.downloadUrl",
   ]
  `);
});
