import { getNamedType, getNullableType, isListType, isObjectType, type GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { ClientError } from '../errors/client-error.js';
import { AnswerRefused, type Ask } from './ask.js';

const text = z.string().min(1);

const dataSource = z.object({
  title: text,
  publisher: text,
  licence: text,
  attribution: z.string().catch(''),
  licenceUrl: text.nullish().transform((it) => it ?? null),
  notice: text.nullish().transform((it) => it ?? null),
  url: text.nullish().transform((it) => it ?? null),
  retrievedOn: z.iso
    .date()
    .nullish()
    .transform((it) => it ?? null),
  recordCount: z
    .number()
    .int()
    .nullish()
    .transform((it) => it ?? null),
  provenance: z.string(),
});

/** A data set that a subgraph answers from, as the interface tells it. */
export type DataSource = z.infer<typeof dataSource>;

/** A root field that lists the data sets of one subgraph. */
export interface DataSourceField {
  /** `mobilityDataSources` */
  readonly field: string;
  /** `mobility` */
  readonly subgraph: string;
  /** What can be asked of a data set here. */
  readonly selection: readonly string[];
}

const SUFFIX = 'DataSources';

/** The rule of the contract: every subgraph lists its data sets in `<name>DataSources: [DataSource]`. */
export function dataSourceFields(schema: GraphQLSchema): readonly DataSourceField[] {
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap(({ name, type }) => {
    const item = getNamedType(type);
    if (!name.endsWith(SUFFIX) || name === SUFFIX || !isListType(getNullableType(type))) return [];
    if (!isObjectType(item) || item.name !== 'DataSource') return [];
    const selection = Object.keys(dataSource.shape).filter((field) => field in item.getFields());
    return [{ field: name, subgraph: name.slice(0, -SUFFIX.length), selection }];
  });
}

/**
 * Asks one subgraph for its data sets.
 *
 * @throws ClientError when they cannot be had, or not all of them
 */
export async function readDataSources(
  { field, subgraph, selection }: DataSourceField,
  ask: Ask,
): Promise<readonly DataSource[]> {
  const operationName = `DataSources_${subgraph}`;
  const query = `query ${operationName} { ${field} { ${selection.join(' ')} } }`;
  const { data, errors } = await ask({ operationName, query, variables: {} });
  const [error] = errors;
  if (error !== undefined) throw new AnswerRefused(error);
  const read = z.array(dataSource).safeParse(data?.[field]);
  if (!read.success) throw new ClientError(502, 'SUBGRAPH_INVALID_RESPONSE');
  return read.data;
}
