import { astFromValue, isRequiredArgument, print } from 'graphql';
import { writtenNames, type FeatureList } from './feature-lists.js';
import { isPaging, MOST_FEATURES, SOURCE_PARAMETER, takesSource } from './list-arguments.js';

/** What `GET /geojson` says: which lists there are, what each takes and what its features tell. */
export function listIndex(lists: readonly FeatureList[], base: string): object {
  return {
    description: 'Lists of this region that have a place, as GeoJSON (RFC 7946, WGS 84); they need no token.',
    links: [{ rel: 'self', href: `${base}/geojson`, type: 'application/json' }],
    lists: lists.map((list) => describe(list, base)),
  };
}

/** Names of the properties that each feature of a list has. */
export function propertyNames({ properties }: FeatureList): readonly string[] {
  return properties.flatMap(({ field, below }) =>
    below.length === 0 ? [field] : below.map((part) => `${field}.${part}`),
  );
}

function describe(list: FeatureList, base: string): object {
  const names = [...list.parameters.flatMap(writtenNames), ...(takesSource(list) ? [SOURCE_PARAMETER] : [])];
  const address = `${base}/geojson/${list.path}`;
  return {
    path: list.path,
    description: list.steps.at(-1)?.description ?? null,
    of: list.type.name,
    subgraphs: list.subgraphs,
    // RFC 6570; without its braces it is an address if no argument is required.
    template: names.length === 0 ? address : `${address}{?${names.join(',')}}`,
    ...(list.parameters.some(({ argument }) => isRequiredArgument(argument)) ? {} : { href: address }),
    arguments: [...list.parameters.map((parameter) => argumentOf(list, parameter)), ...sourceOf(list)],
    properties: propertyNames(list),
  };
}

function argumentOf(list: FeatureList, parameter: FeatureList['parameters'][number]): object {
  const { name, argument } = parameter;
  if (isPaging(list, parameter, 'first')) {
    const description = `At most so many records of this answer, 1 to ${String(MOST_FEATURES)}; links lead on.`;
    return { name, type: 'Int', required: false, default: String(MOST_FEATURES), description };
  }
  const value = astFromValue(argument.defaultValue, argument.type);
  return {
    name,
    ...(writtenNames(parameter)[0] === name ? {} : { written: writtenNames(parameter) }),
    type: String(argument.type),
    required: isRequiredArgument(argument),
    ...(value == null || argument.defaultValue === undefined ? {} : { default: print(value) }),
    description: argument.description ?? null,
  };
}

function sourceOf(list: FeatureList): readonly object[] {
  const description = 'Only records of the data set with this title (source.title).';
  return takesSource(list) ? [{ name: SOURCE_PARAMETER, type: 'String', required: false, description }] : [];
}
