import { expect, test } from '@jest/globals';
import {
  ungrantable,
  type Grant,
  type SubgraphContract,
} from '../../../schema/src/checks/publication/index.js';
import { granted, LINKS, OWN, SMALL_REGION, tourism } from './hostile.js';
import { refusals } from './support.js';
import { entry } from '../support.js';

const [RESIDENTS, MOBILITY] = SMALL_REGION as readonly [SubgraphContract, SubgraphContract];

/** A subgraph's contract with one text exchanged. */
function changed(contract: SubgraphContract, from: string, to: string): SubgraphContract {
  if (!contract.sdl.includes(from)) throw new Error(`${contract.entry.name} does not say ${from}.`);
  return { ...contract, sdl: contract.sdl.replace(from, to) };
}

/** What refuses the next publication of one of the region's subgraphs, or of one that joins: the codes and remedies. */
async function refused(
  region: readonly SubgraphContract[],
  candidate: SubgraphContract,
  grants: readonly Grant[],
): Promise<readonly string[]> {
  const rest = { usage: null, portalQueries: [], profile: 'developer' } as const;
  const found = await refusals({ before: region, candidate, grants, ...rest });
  return (
    found
      // The small region's lists have no end; that is nobody's leave to give.
      .filter((text) => !text.startsWith('RESULTS_BOUNDED'))
      .map((text) => text.replace(/^(\w+) .* → /, '$1 → '))
  );
}

const NAME = '"Name." name: String';
const STOP = '"A stop." type Stop @key(fields: "id") { "Opaque id." id: ID!';
const OVERRIDE = granted('mobility', 'OVERRIDE', 'Stop.name');
const OVERRIDING = tourism(`${OWN} ${STOP} "Its name." name: String @override(from: "mobility") }`);
const THIRD_NAME = `${LINKS} "Lead."  type Query { "One." event("Id." id: ID!): Event }
  "An event." type Event @key(fields: "id") @public { "Opaque id." id: ID! }`;
const third = (stopField: string): SubgraphContract => ({
  entry: { ...entry('energy', ['Event']), url: 'https://energy.example/graphql' },
  sdl: `${THIRD_NAME} ${STOP} ${stopField} }`,
});

test('an owner whose field is overridden goes on publishing its contract, with the field and without', async () => {
  const region = [...SMALL_REGION, OVERRIDING];
  const elsewhere = changed(MOBILITY, '"Bus." BUS', '"Bus." BUS "Ship." SHIP');
  const described = changed(MOBILITY, NAME, '"Name on the sign." name: String @deprecated(reason: "Old.")');
  const without = changed(MOBILITY, NAME, '');
  for (const next of [elsewhere, described, without]) {
    expect(await refused(region, next, [OVERRIDE])).toEqual([]);
    // Its own contract is its own whether or not the partner may still.
    expect(await refused(region, next, [])).toEqual([]);
  }
  // It grants it on, and takes it up again.
  const again = { owner: 'mobility', allows: 'OVERRIDE', coordinate: 'Stop.name' } as const;
  expect(ungrantable([RESIDENTS, without, OVERRIDING], again)).toBeUndefined();
  expect(await refused([RESIDENTS, without, OVERRIDING], MOBILITY, [OVERRIDE])).toEqual([]);
});

test('the field stays the owner’s, who dropped it after the override: partner and third town ask it for leave', async () => {
  const region = [RESIDENTS, changed(MOBILITY, NAME, ''), OVERRIDING];
  const ask = (who: string, act: string) => `ask Stadt mobility (amt@stadt.example) to grant ${who} ${act}.`;
  const hiding = changed(OVERRIDING, '@override(', '@inaccessible @override(');
  expect(await refused(region, changed(OVERRIDING, '"Its name."', '"Sign."'), [OVERRIDE])).toEqual([]);
  expect(await refused(region, hiding, [OVERRIDE])).toEqual([
    `INACCESSIBLE_NOT_GRANTED → Remove @inaccessible, or ${ask('tourism', 'MARK on Stop.name')}`,
  ]);
  expect(await refused(region, hiding, [])).toContain(
    `OVERRIDE_NOT_GRANTED → Remove the field, or ${ask('tourism', 'OVERRIDE on Stop.name')}`,
  );
  const taking = third('"N." name: String @override(from: "mobility")');
  expect(await refused(region, taking, [OVERRIDE])).toContain(
    `OVERRIDE_NOT_GRANTED → Remove the field, or ${ask('energy', 'OVERRIDE on Stop.name')}`,
  );
  const beside = third('"N." name: String @shareable');
  expect(await refused(region, beside, [OVERRIDE])).toContain(
    `FIELD_OF_ANOTHER → Mark it @external or remove it, or ${ask('energy', 'CONTRIBUTE on Stop.name')}`,
  );
  const reading = third('name: String @external "Label." label: String @requires(fields: "name")');
  expect(await refused(region, reading, [OVERRIDE])).toEqual([
    `REQUIRES_NOT_GRANTED → Do without it, or ${ask('energy', 'REQUIRE on Stop.name')}`,
  ]);
});

test('an owner that lets others answer beside it goes on publishing too, and so do they', async () => {
  const motto = granted('residents', 'CONTRIBUTE', 'Municipality.motto');
  const hours = granted('residents', 'CONTRIBUTE', 'OpeningPeriod');
  const beside = tourism(`${OWN}
    "A municipality." type Municipality @key(fields: "ags") { "AGS." ags: ID! "Motto." motto: String @shareable }
    "Opening hours." type OpeningPeriod @public @shareable { "From." opens: String }`);
  const region = [...SMALL_REGION, beside];
  const next = changed(RESIDENTS, '"Kind." kind:', '"Its kind." kind:');
  const theirs = changed(beside, '"Name for display."', '"What it is called."');
  expect(await refused(region, next, [motto, hours])).toEqual([]);
  expect(await refused(region, theirs, [motto, hours])).toEqual([]);
  // Without the leave of the type's owner the field is no longer theirs to answer.
  expect(await refused(region, theirs, [hours])).toEqual([
    'FIELD_OF_ANOTHER → Mark it @external or remove it, or ask Stadt residents (amt@stadt.example) to grant tourism CONTRIBUTE on Municipality.motto.',
  ]);
});

test('what a partner added to an owner’s type, the owner does not answer a second time', async () => {
  const adding = tourism(`${OWN} ${STOP} "Trail." trail: String @shareable }`);
  const taking = changed(MOBILITY, NAME, `${NAME} "Trail." trail: String @shareable`);
  expect(await refused([...SMALL_REGION, adding], taking, [])).toEqual([
    'FIELD_OF_ANOTHER → Mark it @external or remove it, or ask Stadt tourism (amt@stadt.example) to grant mobility CONTRIBUTE on Stop.trail.',
  ]);
});

test('a type without a key is its first town’s: it is not claimed away by giving it a key', async () => {
  const trees = third('"Trees here." trees: Int');
  const bark = {
    ...trees,
    sdl: `${trees.sdl} "Bark." type Bark @public { "No." no: ID! @shareable "Kind." kind: String }`,
  };
  const claiming = tourism(`${OWN} "Bark." type Bark @key(fields: "no") @public { "No." no: ID! }`, {
    owns: ['Trail', 'Bark'],
  });
  expect(await refused([...SMALL_REGION, bark], claiming, [])).toEqual([
    'OWNED_BY_ANOTHER → Take Bark out of owns; only Stadt energy can hand it over, by no longer defining it.',
  ]);
});

test.each([
  ['a field it answers', 'mobility', 'REQUIRE', 'Stop.name', undefined],
  ['a field to come on its type', 'residents', 'CONTRIBUTE', 'Resident.trail', undefined],
  ['a mutation to come', 'residents', 'MUTATE', 'Mutation.move', undefined],
  ['a type that nobody claims', 'residents', 'CONTRIBUTE', 'OpeningPeriod', undefined],
  ['a value of its enum', 'residents', 'MARK', 'MunicipalityKind.TOWN', undefined],
  [
    'a field it answers by leave',
    'tourism',
    'REQUIRE',
    'Stop.name',
    'Stop.name is owned by mobility, not by tourism.',
  ],
  [
    'a field to come on another’s type',
    'tourism',
    'CONTRIBUTE',
    'Resident.trail',
    'Resident.trail is owned by residents, not by tourism.',
  ],
  [
    'a field that is not there',
    'mobility',
    'OVERRIDE',
    'Stop.nmae',
    'mobility has no Stop.nmae in the newest release.',
  ],
  ['a type that is not there', 'mobility', 'MARK', 'Tram', 'mobility has no Tram in the newest release.'],
] as const)('an owner and %s', (_, owner, allows, coordinate, why) => {
  expect(ungrantable([...SMALL_REGION, OVERRIDING], { owner, allows, coordinate })).toBe(why);
});
