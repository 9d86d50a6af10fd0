// Four subgraphs of a shop whose parts refer to each other in rings, as in graphql-hive/graphql-gateways-benchmark;
// data of our own, worked out from ids, so that any number of different entities can be asked for.
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const LINK = (names) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: [${names.map((it) => `"@${it}"`).join(', ')}])`;

const SDL = {
  accounts: `${LINK(['key', 'shareable'])}
    type Query { me: User user(id: ID!): User users: [User] }
    type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }`,
  products: `${LINK(['key'])}
    type Query { topProducts(first: Int = 5): [Product] range(from: Int!, count: Int!): [Product!]! }
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
  inventory: `${LINK(['key', 'external', 'requires'])}
    type Query { warehouses: Int }
    type Product @key(fields: "upc") {
      upc: String! weight: Int @external price: Int @external
      inStock: Boolean shippingEstimate: Int @requires(fields: "price weight")
    }`,
  reviews: `${LINK(['key', 'external', 'provides'])}
    type Query { latestReview: Review }
    type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
    type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
    type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
};

export const NAMES = Object.keys(SDL);

/** @param {(name: string) => string} urlOf */
export function supergraphAt(urlOf) {
  const { supergraphSdl, errors } = composeServices(
    NAMES.map((name) => ({ name, url: urlOf(name), typeDefs: parse(SDL[name]) })),
  );
  if (supergraphSdl === undefined) throw new Error(errors.join('\n'));
  return supergraphSdl;
}

const USERS = 6;
const PRODUCTS = 9;
const REVIEWS = 23;
const count = (n, make) => Array.from({ length: n }, (_, index) => make(index));

const userOf = (n) => ({
  __typename: 'User',
  id: `u${n}`,
  n,
  name: `Person ${n} of the district`,
  username: `person.${n}`,
  birthday: 1950 + (n % 60),
});
const productOf = (n) => ({
  __typename: 'Product',
  upc: `p${n}`,
  n,
  name: `Article ${n}`,
  price: 100 + ((n * 37) % 900),
  weight: 10 + ((n * 13) % 90),
});
const reviewOf = (n) => ({
  __typename: 'Review',
  id: `r${n}`,
  n,
  body: `Review ${n}: it keeps what it promises, and came on the day that was named.`,
});

const users = count(USERS, userOf);
const products = count(PRODUCTS, productOf);
const reviews = count(REVIEWS, reviewOf);
const authorOf = (review) => users[review.n % USERS];
const productOfReview = (review) => products[(review.n * 4) % PRODUCTS];
const number = (id) => Number(id.slice(1));

/** Works for each subgraph and for all at once: whoever asks says which fields. */
export const RESOLVERS = {
  Query: {
    me: () => users[0],
    user: (_, { id }) => (id === 'nobody' ? null : userOf(number(id))),
    users: () => users,
    topProducts: (_, { first }) => products.slice(0, first ?? 5),
    range: (_, { from, count: n }) => count(n, (index) => productOf(from + index)),
    warehouses: () => 3,
    latestReview: () => reviews[0],
    _entities: (_, { representations }) => representations.map(entityOf),
  },
  User: { reviews: ({ n }) => reviews.filter((it) => authorOf(it).n === n) },
  Product: {
    reviews: ({ n }) => reviews.filter((it) => productOfReview(it).n === n),
    inStock: ({ n }) => n % 3 !== 0,
    shippingEstimate: ({ price, weight }) => price * weight,
  },
  Review: { author: authorOf, product: productOfReview },
};

/** What a representation says counts: a shipping estimate from a wrong price is a wrong answer. */
function entityOf(representation) {
  const { __typename } = representation;
  if (__typename === 'User') return { ...userOf(number(representation.id)), ...representation };
  if (__typename === 'Product') return { ...productOf(number(representation.upc)), ...representation };
  return { ...reviewOf(number(representation.id)), ...representation };
}
