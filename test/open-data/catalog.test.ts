import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Parser, Store } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';
import { answering } from '../support/fake-subgraph.js';
import { MADE_UP, OPEN_SOURCE, SHARE_ALIKE, startOpenRegion, type OpenRegion } from './support.js';

const SHAPES = new Store(new Parser().parse(readFileSync(new URL('shapes.ttl', import.meta.url), 'utf8')));
const DCT = 'http://purl.org/dc/terms/';
const DCAT = 'http://www.w3.org/ns/dcat#';
const DCATDE = 'http://dcat-ap.de/def/dcatde/';
const CONTRIBUTOR = 'http://dcat-ap.de/def/contributors/modellregion';

interface Finding {
  readonly severity: string;
  readonly path: string;
  readonly focus: string;
}

/** What the shapes have to say about a catalogue. */
async function findings(turtle: string): Promise<readonly Finding[]> {
  const { results } = await new SHACLValidator(SHAPES).validate(new Store(new Parser().parse(turtle)));
  const tail = (value: string): string => value.replace(/^.*[#/]/, '');
  return results.map(({ severity, path, focusNode }) => ({
    severity: tail(severity.value),
    path: tail(pathOf(path)),
    focus: focusNode.value,
  }));
}

/** The property that a result is about; a shape that is about a thing as a whole has none, whatever the types say. */
function pathOf(path: unknown): string {
  return typeof path === 'object' && path !== null && 'value' in path ? String(path.value) : '';
}

const violations = async (turtle: string): Promise<readonly string[]> => [
  ...new Set(
    (await findings(turtle)).filter(({ severity }) => severity === 'Violation').map(({ path }) => path),
  ),
];

let region: OpenRegion;
beforeAll(async () => {
  region = await startOpenRegion({ env: { MODELLREGION_CATALOG_CONTRIBUTOR: CONTRIBUTOR } });
});
afterEach(() => {
  region.towns.behave(null);
});
afterAll(() => region.close());

async function catalogue(): Promise<{ readonly turtle: string; readonly graph: Store }> {
  const { status, headers, text } = await region.get('/catalog.ttl');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/turtle; charset=utf-8']);
  expect(headers.get('access-control-allow-origin')).toBe('*');
  return { turtle: text, graph: new Store(new Parser().parse(text)) };
}

/** Values of a property of the thing with this title. */
function valuesOf(graph: Store, title: string, property: string): readonly string[] {
  const [thing] = graph
    .getSubjects(`${DCT}title`, null, null)
    .filter((subject) => graph.getObjects(subject, `${DCT}title`, null).some(({ value }) => value === title));
  return thing === undefined ? [] : graph.getObjects(thing, property, null).map(({ value }) => value);
}

describe('the catalogue', () => {
  test('has all that DCAT-AP.de demands, and of what it recommends all but a licence that the list does not have', async () => {
    const found = await findings((await catalogue()).turtle);
    expect([...new Set(found.map(({ severity, path }) => `${severity} ${path}`))]).toEqual([
      'Warning license',
    ]);
    expect(found.every(({ focus }) => focus.includes('#residents-postleitzahlen-'))).toBe(true);
  });

  test('says of a data set who published it, under which licence, whom to name and where it lies', async () => {
    const { graph } = await catalogue();
    const of = (property: string): readonly string[] => valuesOf(graph, OPEN_SOURCE.title, property);
    const base = region.gateway.gateway.url;
    expect({
      licence: of(`${DCT}license`),
      landingPage: of(`${DCAT}landingPage`),
      modified: of(`${DCT}modified`),
      theme: of(`${DCAT}theme`),
      contributor: of(`${DCATDE}contributorID`),
      districts: of(`${DCATDE}politicalGeocodingURI`).map((it) => it.slice(-5)),
      spatial: of(`${DCT}spatial`),
      publisher: of(`${DCT}publisher`).flatMap((it) =>
        graph.getObjects(it, 'http://xmlns.com/foaf/0.1/name', null).map(({ value }) => value),
      ),
      distributions: of(`${DCAT}distribution`).map((it) => [
        graph.getObjects(it, `${DCAT}accessURL`, null)[0]?.value,
        graph.getObjects(it, `${DCATDE}licenseAttributionByText`, null)[0]?.value,
      ]),
    }).toEqual({
      licence: ['http://dcat-ap.de/def/licenses/cc-by/4.0'],
      landingPage: ['https://data.example/stops?a=1&b=%222%22'],
      modified: ['2026-11-22'],
      theme: ['http://publications.europa.eu/resource/authority/data-theme/TRAN'],
      contributor: [CONTRIBUTOR],
      districts: ['05711', '05774'],
      spatial: ['http://data.europa.eu/nuts/code/DEA41', 'http://data.europa.eu/nuts/code/DEA47'],
      publisher: [OPEN_SOURCE.publisher],
      distributions: [
        [`${base}/geojson/places?source=Haltestellen+%26+mehr%2C+2026`, OPEN_SOURCE.attribution],
        [`${base}/graphql`, OPEN_SOURCE.attribution],
      ],
    });
  });

  test('its downloads are GeoJSON with the records of that data set alone', async () => {
    const { graph } = await catalogue();
    const [download] = graph.getObjects(null, `${DCAT}downloadURL`, null);
    const response = await fetch(download?.value ?? '');
    const { attributions, numberReturned } = (await response.json()) as {
      attributions: object[];
      numberReturned: number;
    };
    expect(attributions).toMatchObject([{ title: OPEN_SOURCE.title }]);
    expect(numberReturned).toBe(264);
  });

  test('makes up no address for a licence that it does not know, but gives its words and its notice', async () => {
    const { graph, turtle } = await catalogue();
    expect(valuesOf(graph, SHARE_ALIKE.title, `${DCT}license`)).toEqual([]);
    expect(valuesOf(graph, SHARE_ALIKE.title, `${DCAT}landingPage`)).toEqual([]);
    expect(turtle).toContain('"ODbL 1.0 and another. Derived databases keep this licence."');
  });

  test('never offers what is made up, and says that it does not', async () => {
    const { turtle } = await catalogue();
    expect(turtle).not.toContain(MADE_UP.title);
    expect(turtle).not.toContain('EUPL');
    expect(turtle).toMatch(/^# .*SYNTHETIC[^@]*withheld data sets: 1\.$/m);
  });

  test('is not there in part: a subgraph that is down makes it 503, which no harvester takes for deletion', async () => {
    region.towns.behave(answering('', {}, 502));
    const { status, headers, text } = await region.get('/catalog.ttl');
    expect([status, headers.get('retry-after'), headers.get('cache-control')]).toEqual([
      503,
      '60',
      'no-store',
    ]);
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'residents' } }],
    });
  });

  test('is not there at all when everything is made up', async () => {
    const madeUp = await startOpenRegion(
      {},
      { mobility: [MADE_UP], residents: [{ ...MADE_UP, title: 'More' }] },
    );
    try {
      expect((await madeUp.get('/catalog.ttl')).status).toBe(404);
    } finally {
      await madeUp.close();
    }
  });
});

describe('the shapes find what is wrong', () => {
  test.each([
    ['a data set without a title', /dct:title "Postleitzahlen";/, '', ['title']],
    ['a distribution without an address', /dcat:accessURL <[^>]*source[^>]*>;/, '', ['accessURL']],
    ['a licence that is on no list', /licenses\/cc-by\/4\.0/g, 'licenses/mine', ['license']],
    ['a publisher without a name', /foaf:name "Verkehrs[^"]*„OWL“"/, 'foaf:nick "x"', ['publisher']],
    ['a contact without an address', /vcard:hasEmail/g, 'vcard:note', ['contactPoint']],
    ['a theme of nobody', /data-theme\/TRAN/g, 'data-theme/tram', ['theme']],
    ['a day that is none', /dct:modified "2026-11-22"\^\^xsd:date/, 'dct:modified "yesterday"', ['modified']],
    ['a licence with attribution and no words', /dcatde:licenseAttributionByText "©[^"]*";/, '', ['']],
    ['a catalogue without data sets', /dcat:dataset [^;]*;/, '', ['dataset']],
    ['terms that nobody states', /dct:rights _:\S+;/g, '', ['']],
  ])('%s', async (_, right, wrong, expected) => {
    const { turtle } = await catalogue();
    const broken = turtle.replace(right, wrong);
    expect(broken).not.toBe(turtle);
    expect(await violations(broken)).toEqual(expected);
  });
});
