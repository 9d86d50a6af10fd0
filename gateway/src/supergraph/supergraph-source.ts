import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Kind, parse, type DocumentNode } from 'graphql';
import { codeOf, reasonOf } from '../errors/fault.js';
import { unsupportedFeatures } from './features.js';
import { SupergraphError } from './supergraph-error.js';

/** A composed schema, checked as far as reading goes. */
export interface SupergraphSource {
  /** Where it comes from, for people: a file, or `of release 7`. */
  readonly file: string;
  readonly sdl: string;
  /** SHA-256 of the file, in hex. */
  readonly hash: string;
  /** In the order of the `join__Graph` enum. */
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
}

/** Larger files are none that anybody composed; bytes. */
export const MAX_SUPERGRAPH_BYTES = 16_000_000;

/**
 * Reads a supergraph file.
 *
 * @param supported features that the executor honours
 * @throws SupergraphError in one sentence: not readable, not GraphQL, not a supergraph, or built with a feature
 *   that the executor does not support, by name.
 */
export function readSupergraph(file: string, supported: ReadonlySet<string>): SupergraphSource {
  try {
    return supergraphOf(file, readFileSync(file), supported);
  } catch (error) {
    throw error instanceof SupergraphError ? error : notReadable(file, error);
  }
}

/** The same for what was read from the file. */
export function supergraphOf(
  file: string,
  content: Buffer,
  supported: ReadonlySet<string>,
): SupergraphSource {
  if (content.length > MAX_SUPERGRAPH_BYTES) {
    throw new SupergraphError(
      'TOO_LARGE',
      `The supergraph ${file} has ${String(content.length)} bytes, more than the ${String(MAX_SUPERGRAPH_BYTES)} that are taken; name another file.`,
    );
  }
  const sdl = content.toString('utf8');
  const document = parseSdl(file, sdl);
  const unsupported = unsupportedFeatures(document, supported);
  if (unsupported.length > 0) {
    throw new SupergraphError(
      'UNSUPPORTED_FEATURE',
      `The supergraph ${file} uses ${unsupported.join(', ')}, which this gateway does not support; compose it without ${unsupported.length === 1 ? 'this feature' : 'these features'}.`,
    );
  }
  const subgraphs = joinGraphs(document);
  if (subgraphs.length === 0) {
    throw new SupergraphError(
      'NOT_A_SUPERGRAPH',
      `The supergraph ${file} is none (it has no enum join__Graph); compose it from the subgraphs first, for example with "modellregion compose".`,
    );
  }
  const hash = createHash('sha256').update(content).digest('hex');
  return { file, sdl, hash, subgraphs };
}

export function notReadable(file: string, fault: unknown): SupergraphError {
  const code = codeOf(fault) ?? 'unknown fault';
  return new SupergraphError(
    'NOT_READABLE',
    `The supergraph ${file} cannot be read (${code}); name an existing file with --supergraph.`,
  );
}

function parseSdl(file: string, sdl: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch (error) {
    throw new SupergraphError(
      'NOT_GRAPHQL',
      `The supergraph ${file} is not GraphQL (${reasonOf(error)}); compose it again.`,
    );
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
