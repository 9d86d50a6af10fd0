import { isRequiredArgument, type GraphQLSchema } from 'graphql';
import type { RegistryEntry } from '@modellregion/schema';
import { z } from 'zod';
import { ClientError } from '../errors/client-error.js';
import { AnswerRefused, type Ask } from './ask.js';
import { dataSourceFields, readDataSources, type DataSource } from './data-sources.js';
import type { FeatureList } from './feature-lists.js';
import { isPaging } from './list-arguments.js';
import { PAGE_SIZE } from './list-query.js';

/** A data set that may be offered. */
export interface OfferedDataSet {
  readonly source: DataSource;
  readonly subgraph: string;
  /** Who runs the subgraph; null without a registry entry. */
  readonly entry: RegistryEntry | null;
  /** GeoJSON lists in which records of it were seen. */
  readonly lists: readonly FeatureList[];
}

/** What the catalogue says, before it is written down. */
export interface CatalogFacts {
  readonly dataSets: readonly OfferedDataSet[];
  /** Data sets that are no open data: made up. */
  readonly withheld: number;
  readonly places: Places;
}

/** Which part of the country the region is. */
export interface Places {
  /** First five digits of the keys of its municipalities. */
  readonly districtKeys: readonly string[];
  /** Keys of the European statistics, level 3. */
  readonly nuts: readonly string[];
}

/** Only these are somebody's real data. What is made up, or of an origin yet unknown here, never leaves as open data. */
const OFFERED = new Set(['OPEN_DATA', 'OPERATIONAL']);

interface Parts {
  readonly schema: GraphQLSchema;
  readonly lists: readonly FeatureList[];
  readonly registry: readonly RegistryEntry[];
  readonly ask: Ask;
}

/**
 * Asks all subgraphs for what they hold.
 *
 * @throws ClientError if one cannot tell: a harvester takes a data set that is missing for one that was deleted
 */
export async function readCatalogFacts({ schema, lists, registry, ask }: Parts): Promise<CatalogFacts> {
  const [bySubgraph, seen, places] = await Promise.all([
    Promise.all(
      dataSourceFields(schema).map(async (field) => ({
        ...field,
        sources: await readDataSources(field, ask),
      })),
    ),
    readSamples(lists, ask),
    readPlaces(schema, ask),
  ]);
  const all = bySubgraph.flatMap(({ subgraph, sources }) =>
    sources.map((source) => ({
      source,
      subgraph,
      entry: registry.find(({ name }) => name === subgraph) ?? null,
      lists: lists.filter(
        (list) => list.subgraphs.includes(subgraph) && seen.get(list)?.has(source.title) === true,
      ),
    })),
  );
  const dataSets = all.filter(({ source }) => OFFERED.has(source.provenance));
  return { dataSets, withheld: all.length - dataSets.length, places };
}

/**
 * Titles of the data sets from which the first records of each list come. Only lists that can be asked for without
 * arguments count: a harvester has none to give.
 */
async function readSamples(
  lists: readonly FeatureList[],
  ask: Ask,
): Promise<ReadonlyMap<FeatureList, ReadonlySet<string>>> {
  const open = lists.filter(
    (list) =>
      list.steps.length === 1 &&
      list.sourced &&
      !list.parameters.some(({ argument }) => isRequiredArgument(argument)),
  );
  if (open.length === 0) return new Map();
  const fields = open.map((list, index) => {
    const first = list.parameters.some((it) => isPaging(list, it, 'first'))
      ? `(first: ${String(PAGE_SIZE)})`
      : '';
    const record = '{ source { title } }';
    return `l${String(index)}: ${list.path}${first} ${list.paged ? `{ nodes ${record} }` : record}`;
  });
  const data = await askAll(ask, 'CatalogueLists', `{ ${fields.join(' ')} }`);
  return new Map(open.map((list, index) => [list, titlesIn(data[`l${String(index)}`])]));
}

const records = z.array(z.object({ source: z.object({ title: z.string() }).nullish() }).nullable());
const list = z.union([records, z.object({ nodes: records }).transform(({ nodes }) => nodes)]).catch([]);

function titlesIn(value: unknown): ReadonlySet<string> {
  return new Set(list.parse(value).flatMap((record) => record?.source?.title ?? []));
}

const towns = z.array(
  z.object({
    ags: z.string().regex(/^\d{8}$/),
    nuts3: z
      .string()
      .regex(/^\w{5}$/)
      .optional(),
  }),
);

/** From the region's list of municipalities, where it has one. */
async function readPlaces(schema: GraphQLSchema, ask: Ask): Promise<Places> {
  const known = schema.getQueryType()?.getFields()['municipalities'];
  const fields = schema.getType('Municipality')?.toConfig() ?? null;
  const has = (name: string): boolean => fields !== null && 'fields' in fields && name in fields.fields;
  if (known === undefined || known.args.some(isRequiredArgument) || !has('ags')) {
    return { districtKeys: [], nuts: [] };
  }
  const selection = has('nuts3') ? '{ ags nuts3 }' : '{ ags }';
  const data = await askAll(ask, 'CataloguePlaces', `{ municipalities ${selection} }`);
  const read = towns.safeParse(data['municipalities']);
  if (!read.success) throw new ClientError(502, 'SUBGRAPH_INVALID_RESPONSE');
  return {
    districtKeys: [...new Set(read.data.map(({ ags }) => ags.slice(0, 5)))].sort(),
    nuts: [...new Set(read.data.flatMap(({ nuts3 }) => nuts3 ?? []))].sort(),
  };
}

async function askAll(
  ask: Ask,
  operationName: string,
  selection: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { data, errors } = await ask({
    operationName,
    query: `query ${operationName} ${selection}`,
    variables: {},
  });
  const [error] = errors;
  if (error !== undefined) throw new AnswerRefused(error);
  return data ?? {};
}
