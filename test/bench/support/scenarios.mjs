// What is asked: bodies by the number of the request, and what must come of them.
import { PORTAL_SCENARIOS } from './portals.mjs';
import { RESOLVERS } from './shop.mjs';
import { execute } from './walk.mjs';

const JOIN = `query Join($first: Int) {
  users { ...U reviews { ...R product { ...P reviews { ...R author { ...U reviews { ...R product { ...P } } } } } } }
  topProducts(first: $first) { ...P reviews { ...R author { ...U reviews { ...R product { ...P } } } } }
}
fragment U on User { id username name }
fragment R on Review { id body }
fragment P on Product { upc name price weight inStock shippingEstimate }`;
const LIST = `query List($from: Int!, $count: Int!) {
  range(from: $from, count: $count) { upc name price inStock shippingEstimate }
}`;
const FIELD = 'query Field($id: ID!) { user(id: $id) { name } }';
/** Variants of a list; each asks for entities that no other asks for. */
const LISTS = 64;

const bodyOf = (query, variables) => JSON.stringify({ query, variables });
const dataOf = (query, variables, resolvers) =>
  JSON.parse(JSON.stringify(execute({ query, variables }, resolvers)));

/** One scenario over variables that follow from a number. */
function scenario({
  name,
  world = 'shop',
  resolvers = RESOLVERS,
  query,
  variables,
  variants,
  concurrency = 50,
  limit = false,
  sameAnswer = false,
  cold = false,
}) {
  const pick = (n) => (sameAnswer ? n : n % variants);
  const queryOf = typeof query === 'function' ? query : () => query;
  const known = new Map();
  return {
    name,
    world,
    variants,
    concurrency,
    limit,
    cold,
    request: (n) => ({
      body: bodyOf(queryOf(pick(n)), variables(pick(n))),
      variant: sameAnswer ? 0 : pick(n),
    }),
    learn: (variant) => bodyOf(queryOf(variant), variables(variant)),
    expected: (variant) => {
      if (!known.has(variant)) known.set(variant, dataOf(queryOf(variant), variables(variant), resolvers));
      return known.get(variant);
    },
    /** Always the first variant: what was recorded. */
    fixed() {
      return { ...this, variants: 1, request: () => ({ body: this.learn(0), variant: 0 }) };
    },
  };
}

const list = (size) =>
  scenario({
    name: `list of ${size.toLocaleString('en')} joined entities, all different`,
    query: LIST,
    variables: (n) => ({ from: n * size, count: size }),
    variants: LISTS,
    concurrency: size > 1000 ? 8 : 50,
    limit: size === 1000,
  });

export const SCENARIOS = [
  scenario({
    name: 'join, every request different',
    query: JOIN,
    // There are nine products: what differs is the request.
    variables: (n) => ({ first: 1000 + n }),
    variants: 1,
    sameAnswer: true,
    limit: true,
  }),
  scenario({
    name: 'join, one query in flight',
    query: JOIN,
    variables: () => ({ first: 9 }),
    variants: 1,
  }),
  scenario({
    name: 'one small field',
    query: FIELD,
    variables: (n) => ({ id: `u${n}` }),
    variants: 2000,
    limit: true,
  }),
  scenario({
    name: '200 operations in turn',
    query: operation,
    variables: () => ({}),
    variants: 200,
    limit: 'each',
  }),
  scenario({
    name: '200 operations, each for the first time',
    query: operation,
    variables: () => ({}),
    variants: 200,
    concurrency: 1,
    cold: true,
  }),
  list(10),
  list(100),
  list(1000),
  list(10_000),
  ...PORTAL_SCENARIOS.map(scenario),
];

/** Operations that differ in what they select, each with a join. */
function operation(n) {
  const some = (names, bits) => names.filter((_, index) => (bits >> index) % 2 === 1).join(' ');
  const product = `upc ${some(['name', 'price', 'weight', 'inStock', 'shippingEstimate'], n + 3)}`;
  const review = `id ${some(['body'], n >> 3)} author { id ${some(['name', 'username'], n >> 4)} }`;
  return `query Operation${n} { topProducts(first: ${3 + (n % 4)}) { ${product} reviews { ${review} } } me { name } }`;
}
