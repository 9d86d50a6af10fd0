import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { check } from '@placemarkio/check-geojson';
import { answering, answeringJson } from '../support/fake-subgraph.js';
import { MADE_UP, MARKS, OPEN_SOURCE, startOpenRegion, type OpenRegion } from './support.js';

let region: OpenRegion;
beforeAll(async () => {
  region = await startOpenRegion();
});
afterEach(() => {
  region.places.behave(null);
  region.power.behave(null);
});
afterAll(() => region.close());

interface Collection {
  readonly type: string;
  readonly features: readonly {
    readonly id: string;
    readonly geometry: { readonly coordinates: readonly number[] };
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
  readonly numberReturned: number;
  readonly withoutLocation: number;
  readonly attributions: readonly object[];
  readonly missing: readonly object[];
  readonly links: readonly { readonly rel: string; readonly href: string }[];
}

/** A collection that is valid GeoJSON. */
async function collection(path: string): Promise<Collection> {
  const { status, headers, text } = await region.get(path);
  expect({ status, type: headers.get('content-type') }).toEqual({
    status: 200,
    type: 'application/geo+json',
  });
  return check(text) as unknown as Collection;
}

const refusal = async (path: string): Promise<unknown> => {
  const { status, headers, text } = await region.get(path);
  expect(headers.get('cache-control')).toBe('no-store');
  const { errors } = JSON.parse(text) as { errors: [{ message: string; extensions: object }] };
  return { status, ...errors[0] };
};

describe('a feature', () => {
  test('has its place, its id, and what everybody may read', async () => {
    const { features, attributions } = await collection('/geojson/near?lat=51.5&lon=8.5&first=1');
    const source = Object.fromEntries(
      ['title', 'publisher', 'licence', 'licenceUrl', 'attribution', 'notice', 'provenance'].map((name) => [
        name,
        OPEN_SOURCE[name as 'title'],
      ]),
    );
    expect(features).toEqual([
      {
        type: 'Feature',
        id: 'stop-00000',
        geometry: { type: 'Point', coordinates: [8.5, 51.5] },
        properties: {
          id: 'stop-00000',
          name: 'Straße 0',
          kind: 'STOP',
          tags: ['a', 'b'],
          'municipality.ags': '05774032',
          // An argument that may be left out does not hide a field, one that may not does.
          twice: 4,
          'owner.id': 'person-1',
          powerKw: 22,
          ...Object.fromEntries(Object.entries(source).map(([name, value]) => [`source.${name}`, value])),
        },
      },
    ]);
    expect(attributions).toEqual([source]);
  });

  test('never has a field with an access rule, and what is guarded is no list', async () => {
    expect((await region.get('/geojson/near?lat=51&lon=8')).text).not.toContain('phone');
    expect(region.places.calls.at(-1)?.body).not.toContain('phone');
    const { lists } = JSON.parse((await region.get('/geojson')).text) as { lists: { path: string }[] };
    expect(lists.map(({ path }) => path).sort()).toEqual(['kinds', 'marks', 'near', 'places', 'town/places']);
    for (const path of ['guardedList', 'secrets', 'persons']) {
      expect(await refusal(`/geojson/${path}`)).toMatchObject({ status: 404 });
    }
  });

  test('is asked for as nobody, whoever sends a token', async () => {
    const { status } = await region.get('/geojson/kinds?of=STOP', {
      headers: { authorization: 'Bearer no.t.oken' },
    });
    expect(status).toBe(200);
  });
});

describe('a list in pages', () => {
  test('is followed to the cap, and the next link goes on where it ended', async () => {
    const whole = JSON.parse((await region.get('/geojson/marks')).text) as Collection;
    expect(whole).toMatchObject({ numberReturned: 9_800, withoutLocation: 200, attributions: [] });
    const next = whole.links.find(({ rel }) => rel === 'next')?.href ?? '';
    expect(next).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/geojson\/marks\?after=9999$/);
    const rest = await collection(new URL(next).pathname + new URL(next).search);
    expect(rest.links.map(({ rel }) => rel)).toEqual(['self']);
    const ids = [...whole.features, ...rest.features].map(({ id }) => id);
    expect(new Set(ids).size).toBe(MARKS - MARKS / 50);
    expect(ids[0]).toBe('0');
  });

  test('with first ends there; where one page is the answer the head has the link as well', async () => {
    const { headers, text } = await region.get('/geojson/places?first=3&within.west=8&within.east=9');
    const { features, links } = JSON.parse(text) as Collection;
    expect(features.map(({ id }) => id)).toEqual(['stop-00000', 'stop-00001', 'stop-00002']);
    const next = links.find(({ rel }) => rel === 'next')?.href ?? '';
    expect(headers.get('link')).toBe(`<${next}>; rel="next"; type="application/geo+json"`);
    expect(new URL(next).searchParams.get('within.west')).toBe('8');
    expect(region.places.calls.at(-1)?.body).toContain('"within":{"west":8,"east":9}');
    expect((await collection('/geojson/places?first=250')).numberReturned).toBe(245);
  });

  test('of one data set has the records of that one alone', async () => {
    const { features, attributions } = await collection('/geojson/places?first=20&source=Made%20up');
    expect(features.map(({ id }) => id)).toEqual(['stop-00003', 'stop-00013']);
    expect(attributions).toMatchObject([{ title: MADE_UP.title, provenance: 'SYNTHETIC' }]);
  });
});

describe('arguments', () => {
  test('below a root field go to the field that has them; a name that both have is written with its field', async () => {
    expect((await collection('/geojson/town/places?town.ags=05774032&first=2')).numberReturned).toBe(2);
    expect(await refusal('/geojson/town/places?ags=05774032')).toMatchObject({
      status: 400,
      message:
        '"ags" could be "town.ags" or "places.ags". /geojson/town/places takes town.ags (required), places.ags, first, source.',
    });
  });

  test.each([
    ['/geojson/near?lat=x&lon=8', '"lat" must be a number with a decimal point, such as 51.72.'],
    ['/geojson/near?lat=51&lon=8&first=1.5', '"first" must be a whole number.'],
    ['/geojson/near?lat=51&lat=52&lon=8', '"lat" must be given once.'],
    [
      '/geojson/near?lat=51',
      '"lon" (Float!) is missing. /geojson/near takes lat (required), lon (required), first, source.',
    ],
    ['/geojson/places?kind=TRAM', '"kind" must be one of STOP, STATION.'],
    ['/geojson/places?first=10001', '"first" must be a whole number from 1 to 10000.'],
    [
      '/geojson/places?within.west=8',
      '"within.east" must be there too: within.west, within.east go together.',
    ],
    ['/geojson/kinds?query=x', '"query" is none of its arguments. /geojson/kinds takes of, source.'],
  ])('%s is refused', async (path, message) => {
    expect(await refusal(path)).toMatchObject({
      status: 400,
      message,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('a list is given by repeating its name', async () => {
    const { features } = await collection('/geojson/kinds?of=STOP&of=STATION');
    expect(features.map(({ properties }) => properties['kind'])).toEqual(['STOP', 'STATION']);
  });

  test('what leads to nothing is 404', async () => {
    expect(await refusal('/geojson/town/places?town.ags=1')).toMatchObject({ status: 404 });
  });
});

describe('a subgraph that fails', () => {
  test.each([
    [503, 'SUBGRAPH_UNAVAILABLE', answering('', {}, 502)],
    [502, 'SUBGRAPH_INVALID_RESPONSE', answering('<html>')],
    [
      502,
      'SUBGRAPH_INVALID_RESPONSE',
      answeringJson({ data: { places: { nodes: [], pageInfo: { hasNextPage: true, endCursor: null } } } }),
    ],
    [504, 'SUBGRAPH_TIMEOUT', () => undefined],
  ] as const)('is %i %s in our words, and no half list', async (status, code, behaviour) => {
    region.places.behave(behaviour);
    expect(await refusal('/geojson/places?first=1')).toMatchObject({ status, extensions: { code } });
  });

  test('on a later page cuts the answer off: no reader can take it for the whole', async () => {
    const calls = region.places.calls.length;
    region.places.behave((request, response) => {
      // Three pages are good.
      if (region.places.calls.length - calls > 3) response.writeHead(500).end();
      else answeringJson({ data: { places: goodPage() } })(request, response);
    });
    const response = await fetch(`${region.gateway.gateway.url}/geojson/places`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(region.gateway.log.find(({ event }) => event === 'collection cut off')).toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
    });
  });

  test('but only adds a property leaves that one empty, and the collection says so', async () => {
    region.power.behave(answering('', {}, 503));
    const { features, missing } = await collection('/geojson/near?lat=51&lon=8&first=2');
    expect(features.map(({ properties }) => properties['powerKw'])).toEqual([null, null]);
    expect(missing).toEqual([
      {
        property: 'powerKw',
        code: 'SUBGRAPH_UNAVAILABLE',
        subgraph: 'energy',
        operator: 'Stadt Delbrück',
      },
    ]);
  });
});

function goodPage(): object {
  const node = {
    __typename: 'Place',
    id: 'x',
    location: { lat: 51, lon: 8 },
    name: 'X',
    kind: 'STOP',
    tags: [],
  };
  return { nodes: [{ ...node, source: OPEN_SOURCE }], pageInfo: { hasNextPage: true, endCursor: '1' } };
}

describe('over HTTP', () => {
  test('any origin may read, for a minute', async () => {
    const { headers } = await region.get('/geojson/kinds?of=STOP', {
      headers: { origin: 'https://map.example' },
    });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('cache-control')).toBe('public, max-age=60');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const graphql = await fetch(`${region.gateway.gateway.url}/graphql?query={__typename}`);
    expect(graphql.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('OPTIONS is answered, HEAD has no body, other methods are 405', async () => {
    const options = await region.get('/geojson/near', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('access-control-allow-methods')]).toEqual([
      204,
      'GET, HEAD, OPTIONS',
    ]);
    const head = await region.get('/geojson/near?lat=51&lon=8', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), head.text]).toEqual([
      200,
      'application/geo+json',
      '',
    ]);
    expect((await region.get('/geojson/near', { method: 'HEAD' })).status).toBe(400);
    const post = await region.get('/geojson', { method: 'POST', body: 'x' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  test('a request is one line in the log, with the calls of all its pages', async () => {
    await region.get('/geojson/places?first=250', { headers: { 'x-request-id': 'one-line' } });
    const lines = (): object[] => region.gateway.log.filter(({ requestId }) => requestId === 'one-line');
    while (lines().length === 0) await new Promise(setImmediate);
    expect(lines()).toMatchObject([
      { event: 'request', operation: 'GeoJSON_places', status: 200, subgraphCalls: 6 },
    ]);
  });

  test('the index says what there is and how to ask for it', async () => {
    const { text } = await region.get('/geojson');
    const { lists } = JSON.parse(text) as { lists: readonly Record<string, unknown>[] };
    const base = region.gateway.gateway.url;
    expect(lists.find(({ path }) => path === 'places')).toMatchObject({
      description: 'All places by id.',
      of: 'Place',
      subgraphs: ['mobility'],
      href: `${base}/geojson/places`,
      template: `${base}/geojson/places{?ags,kind,within.west,within.east,first,after,source}`,
    });
    expect(lists.find(({ path }) => path === 'near')).toMatchObject({
      arguments: [
        { name: 'lat', type: 'Float!', required: true },
        { name: 'lon', type: 'Float!', required: true },
        { name: 'first', type: 'Int!', required: false, default: '10' },
        { name: 'source' },
      ],
    });
  });
});

test('links have the public address where one is set', async () => {
  const behind = await startOpenRegion({ env: { MODELLREGION_PUBLIC_URL: 'https://region.example/api/' } });
  try {
    const { headers } = await behind.get('/geojson/places?first=1');
    expect(headers.get('link')).toContain('<https://region.example/api/geojson/places?first=1&after=0>');
  } finally {
    await behind.close();
  }
});
