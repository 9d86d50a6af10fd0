import { readFileSync } from 'node:fs';
import { Kind, parse, type DocumentNode } from 'graphql';
import { codeOf, reasonOf } from '../errors/fault.js';
import { StartupError } from '../errors/startup-error.js';
import { unsupportedFeatures } from './features.js';

/** A composed schema, checked as far as reading goes. */
export interface SupergraphSource {
  readonly file: string;
  readonly sdl: string;
  /** In the order of the `join__Graph` enum. */
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
}

/**
 * Reads a supergraph file.
 *
 * @param supported features that the executor honours
 * @throws StartupError in one sentence: not readable, not GraphQL, not a supergraph, or built with a feature
 *   that the executor does not support, by name.
 */
export function readSupergraph(file: string, supported: ReadonlySet<string>): SupergraphSource {
  const sdl = readText(file);
  const document = parseSdl(file, sdl);
  const unsupported = unsupportedFeatures(document, supported);
  if (unsupported.length > 0) {
    throw new StartupError(
      `${file} uses ${unsupported.join(', ')}, which this gateway does not support; compose it without ${unsupported.length === 1 ? 'this feature' : 'these features'}.`,
    );
  }
  const subgraphs = joinGraphs(document);
  if (subgraphs.length === 0) {
    throw new StartupError(
      `${file} is not a supergraph (it has no enum join__Graph); compose it from the subgraphs first, for example with "modellregion compose".`,
    );
  }
  return { file, sdl, subgraphs };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = codeOf(error) ?? 'unknown fault';
    throw new StartupError(
      `The supergraph ${file} cannot be read (${code}); name an existing file with --supergraph.`,
    );
  }
}

function parseSdl(file: string, sdl: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch (error) {
    throw new StartupError(`The supergraph ${file} is not GraphQL (${reasonOf(error)}); compose it again.`);
  }
}

function joinGraphs(document: DocumentNode): SupergraphSource['subgraphs'] {
  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') return [];
    return (definition.values ?? []).flatMap((value) => {
      const graph = value.directives?.find((it) => it.name.value === 'join__graph');
      const text = (name: string): string => {
        const found = graph?.arguments?.find((it) => it.name.value === name)?.value;
        return found?.kind === Kind.STRING ? found.value : '';
      };
      return graph === undefined ? [] : [{ name: text('name'), url: text('url') }];
    });
  });
}
