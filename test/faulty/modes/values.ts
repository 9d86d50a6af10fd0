import { later, harmless, onRoot, onText, worksOf, wrongEntities, wrongWorks, type Mode } from '../mode.js';
import { RIGHT } from '../region.js';

/** An object that passes for a list where only `length` is looked at. */
const LIKE_A_LIST = { length: 4294967295 };
const POWERS = [10, 20, 30];
const NONE = [null, null, null];
const ALL_POWERS = ['towns.0.power', 'towns.1.power', 'towns.2.power'];

/** One leaf of the works with a value of another type: it is null with an error, everything else is there. */
const wrongLeaf = (what: string, field: string, value: unknown): Mode =>
  wrongWorks(`answer ${what}`, { [field]: value }, { [field]: null }, [`works.${field}`]);

const AHAUS = { id: '1', name: 'Ahaus' };

/** The second town they serve is this: it is null with an error, the first is there with its name. */
const wrongServes = (what: string, second: unknown, place = ''): Mode =>
  wrongWorks(
    `answer ${what}`,
    { serves: [{ __typename: 'Town', id: '1' }, second] },
    { serves: [AHAUS, null] },
    [`works.serves.1${place}`],
  );

/** What goes wrong in the values of an answer that has the right form. */
export const VALUE_MODES: readonly Mode[] = [
  wrongLeaf('a text for Int', 'count', 'many'),
  wrongLeaf('a fraction for Int', 'count', 1.5),
  wrongLeaf('more than 32 bits for Int', 'count', 3_000_000_000),
  wrongLeaf('an object for Int', 'count', { valueOf: 1 }),
  wrongLeaf('a list for Int', 'count', [4]),
  wrongLeaf('a text for Float', 'ratio', 'half'),
  wrongLeaf('a text for Boolean', 'on', 'yes'),
  wrongLeaf('an object for ID', 'code', { id: 1 }),
  wrongLeaf('a value the enum has not', 'kind', 'COAL'),
  wrongLeaf('a name every object has for an enum', 'kind', 'constructor'),
  wrongLeaf('a number for an enum', 'kind', 1),
  wrongLeaf('a text for a list', 'tags', 'ab'),
  wrongLeaf('an object for a list', 'tags', { 0: 'a' }),
  wrongLeaf('an object shaped as a list', 'tags', LIKE_A_LIST),
  wrongLeaf('a list for an object', 'boss', [{ name: 'x' }]),
  wrongLeaf('a text for an object', 'boss', 'Berta'),
  wrongLeaf('a number for an object', 'boss', 7),
  wrongLeaf('an unknown type for a union', 'partner', { __typename: 'Ghost', trade: 'x' }),
  wrongLeaf('a type that is not of the union', 'partner', { __typename: 'Boss', name: 'x' }),
  wrongLeaf('no type for a union', 'partner', { trade: 'x' }),
  wrongLeaf('a number as the type', 'partner', { __typename: 1, trade: 'x' }),
  wrongLeaf('a name every object has as the type', 'partner', { __typename: '__proto__', trade: 'x' }),
  wrongWorks('answer null in a list that has none', { tags: ['a', null] }, { tags: null }, ['works.tags.1']),
  wrongWorks('answer a list in a list', { tags: [['a'], 'b'] }, { tags: null }, ['works.tags.0']),
  wrongWorks('answer null where there is always a value', { title: null }, null, ['works.title']),
  wrongWorks('answer an object where there is always a text', { title: {} }, null, ['works.title']),
  wrongWorks('leave out a value that always is', { title: undefined }, null, ['works.title']),
  wrongWorks('leave out a value that was asked for', { count: undefined }, { count: null }, ['works.count']),
  {
    name: 'nest 100,000 levels in a free scalar',
    behave: onText((json) =>
      json.replace('"facts":{"a":[1]}', `"facts":${'['.repeat(100_000)}${']'.repeat(100_000)}`),
    ),
    data: { ...RIGHT, works: { ...RIGHT.works, facts: null } },
    errors: ['works.facts SUBGRAPH_INVALID_RESPONSE'],
  },
  wrongLeaf('something shaped as a list for a list of towns', 'serves', LIKE_A_LIST),
  wrongLeaf('a text for a list of towns', 'serves', 'abc'),
  wrongServes('a text for a town', 'x'),
  wrongServes('a list for a town', [{ __typename: 'Town', id: '1' }]),
  wrongServes('something shaped as a list for a town', LIKE_A_LIST, '.id'),
  wrongServes('a town without its key', { __typename: 'Town' }, '.id'),
  wrongServes('a town with null as its key', { __typename: 'Town', id: null }, '.id'),
  wrongServes('a town with an object as its key', { __typename: 'Town', id: { __proto__: 1 } }, '.id'),
  wrongServes('works for a town', { __typename: 'Works', id: '1' }),
  wrongServes('a type nobody knows for a town', { __typename: 'Ghost', id: '1' }),
  wrongWorks(
    'name a town they serve',
    { serves: [{ __typename: 'Town', id: '1', name: 'taken over' }] },
    { serves: [AHAUS] },
    [],
  ),
  wrongWorks(
    'serve a town that is none',
    { serves: [{ __typename: 'Town', id: '9' }] },
    { serves: [{ id: '9', name: null }] },
    [],
  ),
  wrongWorks('serve nobody', { serves: [null] }, { serves: [null] }, []),
  wrongWorks('add an own field nobody asked for', { turnover: 5 }, {}, []),
  wrongWorks('add a field like a list', LIKE_A_LIST, {}, []),
  ...[[], 'x', 7, true, LIKE_A_LIST].map((value): Mode => ({
    name: `answer ${JSON.stringify(value)} for a root object`,
    behave: onRoot(() => ({ data: { works: value } })),
    // What has no `title` has not what every Works has.
    data: { ...RIGHT, works: null },
    errors: [`works${value === LIKE_A_LIST ? '.title' : ''} SUBGRAPH_INVALID_RESPONSE`],
  })),
  {
    name: 'leave out a root field',
    behave: onRoot(() => ({ data: {} })),
    data: { ...RIGHT, works: null },
    errors: ['works SUBGRAPH_INVALID_RESPONSE'],
  },
  harmless(
    'answer a root field of the town',
    later(onRoot(({ data }) => ({ data: { greeting: 'taken over', works: worksOf(data) } }))),
  ),
  harmless(
    'answer the town’s list',
    later(
      onRoot(({ data }) => ({
        data: { towns: [{ id: '9', name: 'Ghost', power: 1 }], works: worksOf(data) },
      })),
    ),
  ),
  wrongEntities('answer about too few towns', ([first, second]) => [first, second], NONE, ALL_POWERS),
  wrongEntities('answer about too many towns', (all) => [...all, ...all], NONE, ALL_POWERS),
  wrongEntities('answer about no town', () => [], NONE, ALL_POWERS),
  wrongEntities('answer null for the towns', () => null, NONE, ALL_POWERS),
  wrongEntities(
    'answer an object for the towns',
    (all) => Object.fromEntries(all.entries()),
    NONE,
    ALL_POWERS,
  ),
  wrongEntities('answer something shaped as a list for the towns', () => LIKE_A_LIST, NONE, ALL_POWERS),
  wrongEntities('answer a text for the towns', () => 'abc', NONE, ALL_POWERS),
  wrongEntities(
    'answer with 500,000 towns',
    ([one]) => Array.from({ length: 500_000 }, () => one),
    NONE,
    ALL_POWERS,
  ),
  wrongEntities('answer a text for one town', ([a, , c]) => [a, 'x', c], [10, null, 30], ['towns.1.power']),
  wrongEntities('answer a list for one town', ([a, , c]) => [a, [], c], [10, null, 30], ['towns.1.power']),
  wrongEntities('answer a number for one town', ([a, , c]) => [a, 7, c], [10, null, 30], ['towns.1.power']),
  wrongEntities(
    'answer something shaped as a list for one town',
    ([a, , c]) => [a, LIKE_A_LIST, c],
    [10, null, 30],
    ['towns.1.power'],
  ),
  wrongEntities(
    'answer a wrong value for one town',
    ([a, b, c]) => [a, { ...b, power: 'much' }, c],
    [10, null, 30],
    ['towns.1.power'],
  ),
  wrongEntities('do not know one town', ([a, , c]) => [a, null, c], [10, null, 30], []),
  // Whose values they are nobody else can know; keys and names stay as the town says.
  wrongEntities('mix up the towns', (all) => all.toReversed(), POWERS.toReversed(), []),
  wrongEntities('rename the towns', (all) => all.map((it) => ({ ...it, name: 'taken over' })), POWERS, []),
  wrongEntities('change the towns’ keys', (all) => all.map((it) => ({ ...it, id: '9' })), POWERS, []),
  wrongEntities(
    'say the towns are works',
    (all) => all.map((it) => ({ ...it, __typename: 'Works' })),
    POWERS,
    [],
  ),
  wrongEntities(
    'add fields like a list to towns',
    (all) => all.map((it) => ({ ...it, ...LIKE_A_LIST })),
    POWERS,
    [],
  ),
];
