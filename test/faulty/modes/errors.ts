import { harmless, INTERNAL, lost, onAll, onRoot, worksOf, type Mode } from '../mode.js';
import { RIGHT } from '../region.js';

const text = `connect ECONNREFUSED http://${INTERNAL}:5432 at Object.<anonymous> (/srv/app.js:1:1)`;

/** The right data and this error beside it. */
const beside = (error: unknown) => onRoot(({ data }) => ({ data, errors: [error] }));
const UNPLACED = ['- SUBGRAPH_ERROR'];

/** One field is null, for this reason. */
const count = (name: string, extensions: unknown, code = 'SUBGRAPH_ERROR', status = 200): Mode => ({
  name,
  behave: onRoot(
    ({ data }) => ({
      data: { works: { ...worksOf(data), count: null } },
      errors: [{ message: text, path: ['works', 'count'], extensions }],
    }),
    status,
  ),
  data: { ...RIGHT, works: { ...RIGHT.works, count: null } },
  errors: [`works.count ${code}`],
});

/** What goes wrong in what a subgraph says about its own errors. */
export const ERROR_MODES: readonly Mode[] = [
  count('report a fault with all its words', { stacktrace: [text], exception: { sql: text } }),
  count('claim that a gateway’s fault is theirs', { code: 'INTERNAL_SERVER_ERROR' }),
  count('claim that the operation is wrong', { code: 'GRAPHQL_VALIDATION_FAILED' }),
  count('claim another’s outage', { code: 'SUBGRAPH_TIMEOUT', subgraph: 'town', operator: INTERNAL }),
  count('have a code that every object has', { code: 'constructor' }),
  count('have a code of a megabyte', { code: INTERNAL.repeat(40_000) }),
  count('have a code that is none', { code: { toString: 1 } }),
  count('have extensions of another type', text),
  count('set the HTTP status', { http: { status: 99999, headers: { 'x-internal': INTERNAL } } }),
  count('set the HTTP status to 401', { http: { status: 401 }, code: 'SUBGRAPH_ERROR' }),
  count('refuse what the caller may not read', { code: 'FORBIDDEN', reason: text }, 'FORBIDDEN'),
  count(
    'refuse it with facts of the wrong form',
    { code: 'TRUST_TOO_LOW', requiredTrust: text },
    'TRUST_TOO_LOW',
  ),
  count('answer with status 500', {}, 'SUBGRAPH_ERROR', 500),
  count('refuse with status 403 what was our call', { code: 'FORBIDDEN' }, 'SUBGRAPH_ERROR', 403),
  harmless(
    'answer rightly with status 500',
    onAll((right) => right, {}, 500),
  ),
  harmless(
    'send headers of their own',
    onAll((right) => right, {
      'set-cookie': [`session=${INTERNAL}`, 'a=b'],
      'x-internal': INTERNAL,
      'cache-control': 'public, max-age=31536000',
      'strict-transport-security': 'max-age=0',
      location: `http://${INTERNAL}/`,
      'www-authenticate': `Basic realm="${INTERNAL}"`,
    }),
  ),
  harmless('report an error at nothing', beside({ message: text }), UNPLACED),
  harmless('report an error without a text', beside({ extensions: {} }), UNPLACED),
  harmless('report a text for an error', beside(text), UNPLACED),
  harmless('report null for an error', beside(null), UNPLACED),
  harmless('report an error at a field of the town', beside({ message: text, path: ['greeting'] }), UNPLACED),
  harmless('report an error at nobody’s field', beside({ message: text, path: ['nothing', 3] }), UNPLACED),
  harmless(
    'report an error at a path of 10,000 parts',
    beside({ message: text, path: Array(10_000).fill('works') }),
    UNPLACED,
  ),
  harmless(
    'report an error at a path that is none',
    beside({ message: text, path: { 0: 'works' } }),
    UNPLACED,
  ),
  harmless(
    'report an error at a path of the wrong parts',
    beside({ message: text, path: [null, {}, -1] }),
    UNPLACED,
  ),
  harmless(
    'report an error at entity 4294967295',
    beside({ message: text, path: ['_entities', 4294967295] }),
    UNPLACED,
  ),
  harmless(
    'report 100,000 errors at nothing',
    onRoot(({ data }) => ({ data, errors: Array(100_000).fill({ message: 'x' }) })),
    UNPLACED,
  ),
  harmless(
    'report 3,000 errors with 3 kB of words each',
    onRoot(({ data }) => ({ data, errors: Array(3_000).fill({ message: INTERNAL.repeat(100) }) })),
    UNPLACED,
  ),
  lost(
    'report that nothing worked',
    'SUBGRAPH_ERROR',
    onAll(() => ({ data: null, errors: [{ message: text }] })),
  ),
  lost(
    'report it without data',
    'SUBGRAPH_ERROR',
    onAll(() => ({ errors: [{ message: text }] })),
  ),
  lost(
    'refuse our call with status 401',
    'SUBGRAPH_ERROR',
    onAll(() => ({ errors: [{ message: text, extensions: { code: 'UNAUTHENTICATED' } }] }), {}, 401),
  ),
];
