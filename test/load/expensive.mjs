// One client sends what is built to be expensive; nobody else may feel it.
import { createClient, percentile } from './open-loop.mjs';

// Each asks about nobody, so that what is expensive is the operation and not its data.

/** A selection that doubles with each fragment: 2^18 paths in some 1,100 bytes. */
const doubling = (n) =>
  `query D${n}{user(id:"nobody"){...F0}}${ring((next) => `author{${next}}a:author{${next}}`)}`;

/** The same with conditions, so that the two halves are not one. */
const conditional = (n) =>
  `query E${n}($x:Boolean=true){user(id:"nobody"){...F0}}${ring(
    (next) => `author@skip(if:$x){${next}}author@include(if:$x){${next}}`,
  )}`;

function ring(halves) {
  const last = 18;
  const fragments = Array.from({ length: last }, (_, i) => {
    const next = i === last - 1 ? 'id' : `...F${i + 1}`;
    return `fragment F${i} on User{reviews{${halves(next)}}}`;
  });
  return fragments.join('');
}

/** Fragments that each lead to the next. */
const chain = (length) => (n) => {
  const fragments = Array.from({ length }, (_, i) => `fragment F${i} on User{...F${i + 1}}`);
  return `query C${n}{user(id:"nobody"){...F0}}${fragments.join('')}fragment F${length} on User{name}`;
};

/** Of a processor's time for one operation; the gateway's default. */
const BUDGET_MS = 500;

/** A gateway that has just started has no second planning thread yet. */
const STANDS_BY_AFTER_MS = 4_000;

/**
 * Every alias is a way of its own through the towns: 512 of them take the planner longer than its budget. The budget is
 * of the planner's own time; on the one core of this test, what V8 compiles and collects for it in threads of its own
 * comes on top, so that how long a new operation waits behind it is told without a limit.
 */
const wide = (n) => `query W${n}{user(id:"nobody"){${ways(3)}}}`;

function ways(depth) {
  if (depth === 0) return 'name reviews{product{price inStock shippingEstimate}}';
  const way = (i) => `a${i}:reviews{product{reviews{author{${ways(depth - 1)}}}}}`;
  return Array.from({ length: 8 }, (_, i) => way(i)).join(' ');
}

const PLANNED = { query: 'query P($id:ID!){user(id:$id){name reviews{id}}}', variables: { id: 'u1' } };
const unplanned = (n) => ({
  query: `query U${n}{topProducts(first:3){upc inStock reviews{id author{name}}}}`,
});

/** @returns rows of a table: name, figure, limit, kept */
export async function measureExpensive({ start }) {
  const rows = [];
  for (const [name, attack] of [
    ['doubling fragments', doubling],
    ['doubling fragments with conditions', conditional],
    ['512 aliased ways', wide],
    ['a chain of 3,000 fragments', chain(3000)],
    // The longest that the limit on tokens lets through.
    ['a chain of 1,800 fragments', chain(1800)],
  ]) {
    const gateway = await start();
    const client = createClient(gateway.url);
    await client.ask(PLANNED);
    const own = [];
    for (let n = 0; n < 5; n += 1) own.push((await client.ask(unplanned(n))).ms);
    await new Promise((resolve) => setTimeout(resolve, STANDS_BY_AFTER_MS));
    const others = client.run(() => PLANNED, 50, 5_000);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const refused = client.ask({ query: attack(Date.now()) });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const late = await client.ask(unplanned(100));
    const { answer, ms } = await refused;
    const planned = await others;
    await client.close();
    await gateway.stop();
    const code = answer.errors?.[0]?.extensions?.code ?? 'answered';
    const planning = Math.max(...own);
    const lost = planned.failed + planned.errors + (late.answer.errors === undefined ? 0 : 1);
    rows.push(
      [`${name}: slowest planned operation of others, ms`, planned.latencies.at(-1), 200],
      [`${name}: p99 of planned operations of others, ms`, percentile(planned.latencies, 0.99), 200],
      [
        `${name}: an operation that is new, ms; limit: one budget and its own planning`,
        late.ms,
        attack === wide ? null : BUDGET_MS + planning,
      ],
      [`${name}: operations of others without their data`, lost, 0],
      [`${name}: until ${code}, ms`, ms, null],
    );
  }
  return rows;
}
