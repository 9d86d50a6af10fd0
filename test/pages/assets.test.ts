import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { loadAssets } from '../../gateway/src/developer/assets.js';
import { startPages } from './support.js';

let app: FastifyInstance;
beforeAll(async () => {
  ({ app } = await startPages());
});
afterAll(() => app.close());

test('built files may be kept for ever and are not sent twice', async () => {
  const url = loadAssets()?.url('region.css') ?? 'pages are not built';
  const first = await app.inject(url);
  expect(first.statusCode).toBe(200);
  expect(first.headers['content-type']).toBe('text/css; charset=utf-8');
  expect(first.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const again = await app.inject({ url, headers: { 'if-none-match': String(first.headers.etag) } });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});

test.each(['manifest.json', '..%2f..%2fpackage.json', 'graphiql.js'])(
  'a name that is not in the manifest does not exist: %s',
  async (name) => {
    expect((await app.inject(`/developer-ui/${name}`)).statusCode).toBe(404);
  },
);

test('where the pages are not built there are no assets, and nothing fails', () => {
  expect(loadAssets(new URL('file:///nowhere/'))).toBeNull();
});
