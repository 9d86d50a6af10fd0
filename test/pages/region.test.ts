import { afterEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { API_SDL, health, REGISTRY, RESIDENTS_UP, startPages } from './support.js';

describe('the region page without a script', () => {
  let app: FastifyInstance;
  afterEach(() => app.close());

  test('names each operator, what it runs, and its state in words', async () => {
    ({ app } = await startPages({ health: () => [RESIDENTS_UP, health('mobility', 'down')] }));
    const page = await app.inject('/');
    expect(page.statusCode).toBe(200);
    for (const text of [
      'Stadt Paderborn',
      'municipality key (AGS) 05774032',
      'Kreis Paderborn',
      'district key 05774',
      'about an identifiable person',
      'mailto:modellregion@paderborn.example',
      '1 of 2 services up. Down: mobility (Kreis Paderborn).',
      '<strong data-field="stateText">Down</strong>',
      'SUBGRAPH_UNAVAILABLE',
      '(1 minute)',
      process.version,
    ]) {
      expect(page.body).toContain(text);
    }
  });

  test('a subgraph nobody has looked at yet is neither up nor down', async () => {
    ({ app } = await startPages({ health: () => [] }));
    const { body } = await app.inject('/');
    expect(body).toContain('0 of 2 services up.');
    expect(body.match(/Not checked yet/g)).toHaveLength(2);
  });

  test('region.json says the same as the page', async () => {
    ({ app } = await startPages());
    const answer = await app.inject('/region.json');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json()).toMatchObject({
      summary: '2 of 2 services up.',
      operators: [
        { name: 'Stadt Paderborn', services: [{ name: 'residents', stateText: 'Up', latency: '4 ms' }] },
        { name: 'Kreis Paderborn', services: [{ name: 'mobility', state: 'up', version: '0.1.0' }] },
      ],
    });
    // The addresses behind the gateway are nobody's business.
    expect(answer.body).not.toContain('127.0.0.1:9');
  });

  test('what a registry file says is text, never markup', async () => {
    const name = '<img src=x onerror=alert(1)>"\'&';
    ({ app } = await startPages({
      registry: () => REGISTRY.map((entry) => ({ ...entry, operator: { ...entry.operator, name } })),
    }));
    const { body } = await app.inject('/');
    expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
    expect(body).not.toContain('<img');
  });

  test('runs only files of its own origin and stays out of frames', async () => {
    ({ app } = await startPages());
    const page = await app.inject('/');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(page.body).not.toMatch(/https?:\/\/(?!127\.0\.0\.1|localhost)/);
  });

  test('the curl line asks a query the schema answers, at the address the reader used', async () => {
    ({ app } = await startPages());
    const here = await app.inject({ url: '/', headers: { host: 'localhost:4000' } });
    expect(here.body).toContain('curl http://localhost:4000/graphql');
    expect(here.body).toContain('municipality(ags: \\&quot;05774032\\&quot;) { name }');
    const hostile = await app.inject({ url: '/', headers: { host: 'x;rm -rf ~;' } });
    expect(hostile.body).not.toContain('rm -rf');
  });

  test('both schemas can be downloaded', async () => {
    ({ app } = await startPages());
    const api = await app.inject('/developer/api.graphql');
    expect(api.body).toBe(API_SDL);
    expect(api.headers['content-disposition']).toBe('attachment; filename="api.graphql"');
    expect((await app.inject('/developer/supergraph.graphql')).body).toBe('# supergraph');
  });
});
