import { createHash } from 'node:crypto';
import { loadRegion } from '@modellregion/schema';
import type { NamedNode } from 'n3';
import type { CatalogConfig } from '../config.js';
import type { CatalogFacts, OfferedDataSet, Places } from './catalog-facts.js';
import type { FeatureList } from './feature-lists.js';
import { licenceUri } from './licences.js';
import { SOURCE_PARAMETER } from './list-arguments.js';
import { createGraph, day, german, iri, link, text, toTurtle, type Graph, type Said } from './rdf.js';

const EU = 'http://publications.europa.eu/resource/authority';
const COMMENT = `Open data of this region by DCAT-AP.de 2.0. Records that are made up (SYNTHETIC) are no open data
and are not offered; withheld data sets:`;

interface Writing extends CatalogConfig {
  readonly graph: Graph;
  readonly base: string;
  readonly places: Places;
}

/**
 * Writes the catalogue down: https://www.dcat-ap.de/def/dcatde/2.0/spec/, conventions K… of
 * https://www.dcat-ap.de/def/dcatde/2.0/implRules/.
 *
 * @param base public address of the gateway
 */
export async function catalogTurtle(
  { dataSets, places, withheld }: CatalogFacts,
  base: string,
  settings: CatalogConfig,
): Promise<string> {
  const graph = createGraph();
  const writing = { ...settings, graph, base, places };
  const written = dataSets.map((dataSet) => sayDataSet(writing, dataSet));
  const services = dataSets.map((dataSet) => serviceOf(writing, dataSet, dataSets));
  graph.say(iri(`${base}/catalog.ttl#catalog`), 'dcat:Catalog', {
    'dct:title': german(`Offene Daten: ${loadRegion().title}`),
    'dct:description': german(
      'Datensätze der Kommunen der Region, wie sie über die gemeinsame Schnittstelle abgerufen werden können.',
    ),
    'dct:publisher': agent(writing, settings.publisher),
    'dct:language': iri(`${EU}/language/DEU`),
    'dct:modified': lastOf(dataSets.flatMap(({ source }) => source.retrievedOn ?? [])),
    'dct:spatial': spatial(places),
    'dcat:themeTaxonomy': iri(`${EU}/data-theme`),
    'dcat:dataset': written,
    'dcat:service': unique(services),
  });
  return toTurtle(graph.quads, `${COMMENT} ${String(withheld)}.`);
}

function sayDataSet(writing: Writing, dataSet: OfferedDataSet): NamedNode {
  const { graph, base, contributorId, places } = writing;
  const { source, subgraph, entry, lists } = dataSet;
  const operator = entry === null ? null : agent(writing, entry.operator.name);
  const id = idOf(writing, dataSet);
  return graph.say(id, 'dcat:Dataset', {
    'dct:title': text(source.title),
    'dct:description': german(describe(dataSet)),
    'dct:identifier': text(id.value),
    'dct:publisher': agent(writing, source.publisher),
    'dcatde:maintainer': operator,
    'dcatde:contributorID': contributorId === null ? null : iri(contributorId),
    'dcat:contactPoint': contact(writing, dataSet),
    'dcat:keyword': [text(subgraph), ...(entry === null ? [] : [text(entry.operator.name)])],
    'dcat:theme': entry?.theme === undefined ? null : iri(`${EU}/data-theme/${entry.theme}`),
    'dct:spatial': spatial(places),
    'dcatde:politicalGeocodingURI': places.districtKeys.map((key) =>
      iri(`http://dcat-ap.de/def/politicalGeocoding/districtKey/${key}`),
    ),
    'dcatde:politicalGeocodingLevelURI':
      places.districtKeys.length === 0
        ? null
        : iri('http://dcat-ap.de/def/politicalGeocoding/Level/administrativeDistrict'),
    'dct:modified': source.retrievedOn === null ? null : day(source.retrievedOn),
    'dcat:landingPage': link(source.url),
    ...terms(graph, dataSet),
    'dcat:distribution': [
      ...lists.map((list) => sayGeoJson(writing, dataSet, list)),
      sayGraphql(writing, dataSet, `${base}/graphql`),
    ],
  });
}

/** The records of this data set and no others, so that licence and attribution hold for all of them. */
function sayGeoJson(writing: Writing, dataSet: OfferedDataSet, list: FeatureList): NamedNode {
  const { graph, base } = writing;
  const query = new URLSearchParams({ [SOURCE_PARAMETER]: dataSet.source.title });
  const address = iri(`${base}/geojson/${list.path}?${query.toString()}`);
  return graph.say(iri(`${idOf(writing, dataSet).value}-${list.path}`), 'dcat:Distribution', {
    'dct:title': german(`${dataSet.source.title}: ${list.path} als GeoJSON`),
    'dct:description': text(list.steps.at(-1)?.description ?? list.path),
    'dcat:accessURL': address,
    'dcat:downloadURL': address,
    'dct:format': iri(`${EU}/file-type/GEOJSON`),
    'dcat:mediaType': iri('https://www.iana.org/assignments/media-types/application/geo+json'),
    ...distributionTerms(graph, dataSet),
  });
}

function sayGraphql(writing: Writing, dataSet: OfferedDataSet, endpoint: string): NamedNode {
  const { graph } = writing;
  return graph.say(iri(`${idOf(writing, dataSet).value}-graphql`), 'dcat:Distribution', {
    'dct:title': german(`${dataSet.source.title}: Abfrage über GraphQL`),
    'dcat:accessURL': iri(endpoint),
    'dcat:accessService': serviceIri(writing, dataSet),
    'dct:format': iri(`${EU}/file-type/JSON`),
    ...distributionTerms(graph, dataSet),
  });
}

/**
 * The GraphQL endpoint as a data service. A service has one licence at most and must have that of its data (K32), so
 * the one endpoint is described once for each licence.
 */
function serviceOf(writing: Writing, dataSet: OfferedDataSet, all: readonly OfferedDataSet[]): NamedNode {
  const service = serviceIri(writing, dataSet);
  const served = all.filter((it) => serviceIri(writing, it).equals(service));
  if (served[0] !== dataSet) return service;
  const licence = licenceUri(dataSet.source.licence);
  return writing.graph.say(service, 'dcat:DataService', {
    'dct:title': german(`GraphQL-Schnittstelle der Region (Daten unter ${dataSet.source.licence})`),
    'dcat:endpointURL': iri(`${writing.base}/graphql`),
    'dcat:servesDataset': served.map((it) => idOf(writing, it)),
    'dct:license': licence === null ? null : iri(licence),
  });
}

function serviceIri({ base }: Writing, { source }: OfferedDataSet): NamedNode {
  return iri(`${base}/catalog.ttl#graphql-${slug(source.licence)}`);
}

function distributionTerms(graph: Graph, dataSet: OfferedDataSet): Readonly<Record<`dct:${string}`, Said>> {
  const { attribution, retrievedOn } = dataSet.source;
  return {
    ...terms(graph, dataSet),
    // K35: the sentence exactly as the publisher wants it.
    ...{ 'dcatde:licenseAttributionByText': attribution === '' ? null : text(attribution) },
    'dct:modified': retrievedOn === null ? null : day(retrievedOn),
  };
}

/** A licence that the list of DCAT-AP.de does not have, and what a licence asks besides, stand as text. */
function terms(graph: Graph, { source }: OfferedDataSet): Readonly<Record<`dct:${string}`, Said>> {
  const licence = licenceUri(source.licence);
  const words = [
    ...(licence === null ? [source.licence] : []),
    ...(source.notice === null ? [] : [source.notice]),
  ];
  return {
    'dct:license': licence === null ? null : iri(licence),
    'dct:rights':
      words.length === 0
        ? null
        : graph.some('dct:RightsStatement', {
            'rdfs:label': text(words.join('. ')),
            'rdfs:seeAlso': link(source.licenceUrl),
          }),
  };
}

function describe({ source, entry }: OfferedDataSet): string {
  const by = entry === null ? '' : ` durch ${entry.operator.name}`;
  const taken =
    source.retrievedOn === null
      ? ''
      : `, übernommen am ${source.retrievedOn.split('-').toReversed().join('.')}${by}`;
  const count = source.recordCount === null ? '' : ` Einträge im Bestand: ${String(source.recordCount)}.`;
  return `${source.title}, veröffentlicht von ${source.publisher}${taken}.${count}`;
}

function contact({ graph, base }: Writing, { entry, subgraph }: OfferedDataSet): NamedNode | null {
  if (entry === null) return null;
  const { name, contact: office } = entry.operator;
  return graph.say(iri(`${base}/catalog.ttl#contact-${subgraph}`), 'vcard:Organization', {
    'vcard:fn': text(`${name}, ${office.office}`),
    'vcard:hasEmail': iri(`mailto:${office.email}`),
  });
}

function agent({ graph, base }: Writing, name: string): NamedNode {
  return graph.say(iri(`${base}/catalog.ttl#agent-${slug(name)}`), 'foaf:Organization', {
    'foaf:name': text(name),
  });
}

function spatial({ nuts }: Places): readonly NamedNode[] {
  return nuts.map((key) => iri(`http://data.europa.eu/nuts/code/${key}`));
}

function idOf({ base }: Writing, { source, subgraph }: OfferedDataSet): NamedNode {
  return iri(`${base}/catalog.ttl#${subgraph}-${slug(source.title, source.publisher)}`);
}

/** A name that can be read in an address and is one text's alone: letters, digits, and a digest of all of it. */
function slug(...words: readonly string[]): string {
  const plain = (words[0] ?? '')
    .normalize('NFKD')
    .replaceAll(/[^\w\s-]/g, '')
    .trim();
  const digest = createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 8);
  return `${plain
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '-')
    .slice(0, 40)}-${digest}`;
}

function lastOf(days: readonly string[]): Said {
  const last = [...days].sort().at(-1);
  return last === undefined ? null : day(last);
}

function unique(nodes: readonly NamedNode[]): readonly NamedNode[] {
  return [...new Map(nodes.map((node) => [node.value, node])).values()];
}
