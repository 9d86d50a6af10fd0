import { describe, expect, test } from '@jest/globals';
import { anonymousCaller, loadRegistry, type CallerClaims } from '@modellregion/schema';
import type { Subgraph } from '@modellregion/subgraph-kit';
import { isObjectType, type GraphQLObjectType } from 'graphql';

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

/** What reading a field answers this caller before anything of the subgraph itself runs. */
async function read(type: GraphQLObjectType, name: string, caller: CallerClaims): Promise<unknown> {
  const resolve = type.getFields()[name]?.resolve as (...args: unknown[]) => unknown;
  try {
    await resolve({}, {}, { caller, services: {}, clock: { now: () => new Date(0) } }, {});
    return 'read';
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

describe.each(loadRegistry().map((entry) => entry.name))('%s', (name) => {
  test('an anonymous caller reads no annotated field', async () => {
    const fields = annotatedFields(await load(name));
    const open: string[] = [];
    for (const { type, name: field } of fields) {
      const answer = await read(type, field, anonymous);
      if (answer !== 'UNAUTHENTICATED') open.push(`${type.name}.${field}: ${String(answer)}`);
    }
    expect(fields.length).toBeGreaterThan(0);
    expect(open).toEqual([]);
  });
});

test('whoever is signed in without right or purpose reads only what asks for no more than signing in', async () => {
  const passed: string[] = [];
  for (const { name } of loadRegistry()) {
    for (const { type, name: field } of annotatedFields(await load(name))) {
      const answer = await read(type, field, nobodyInParticular);
      if (answer !== 'FORBIDDEN' && answer !== 'PURPOSE_REQUIRED')
        passed.push(`${name} ${type.name}.${field}`);
    }
  }
  expect(passed).toMatchInlineSnapshot(`
   [
     "residents Query.me",
     "residents Query.application",
     "residents Viewer.actingFor",
     "residents Resident.id",
     "residents Resident.source",
     "residents Document.downloadUrl",
   ]
  `);
});
