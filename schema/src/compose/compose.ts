import { composeServices } from '@apollo/composition';
import type { GraphQLError } from 'graphql';
import type { RegistryEntry } from '../registry/registry-entry.js';
import { readSdl, type SdlFile, type SdlPlace } from '../sdl/read-sdl.js';
import { adviceFor } from './composition-advice.js';
import { withOwnersWords } from './owners-words.js';

/** One reason why the subgraphs do not compose. */
export interface CompositionProblem {
  /** The subgraph it is about; absent when it is about several. */
  readonly subgraph?: string;
  /** Absent when composition names no place. */
  readonly place?: SdlPlace;
  /** Code of Apollo's composition, or `INVALID_GRAPHQL` for SDL that cannot be parsed. */
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly advice: string;
}

/** The supergraph, or all reasons why there is none. */
export type Composition =
  | { readonly ok: true; readonly supergraphSdl: string }
  | { readonly ok: false; readonly problems: readonly CompositionProblem[] };

/**
 * Composes the subgraphs of the registry with @apollo/composition, the same code that `rover` and the stock
 * gateway use. Deterministic: the same registry and SDL give the same text. Never throws.
 */
export function compose(registry: readonly RegistryEntry[]): Composition {
  return composeFiles(registry.map(readSdl));
}

/**
 * Like {@link compose}, for SDL that has been read already.
 *
 * @param prefer the subgraph in whose file a problem of several is shown; default the first that takes part.
 * @param isKnownGood whether these have composed before: then it is not asked again whether every query can be answered,
 *   which is most of the work where there are many subgraphs.
 */
export function composeFiles(files: readonly SdlFile[], prefer?: string, isKnownGood = false): Composition {
  const broken = files.filter((file) => file.kind === 'broken');
  if (broken.length > 0) return { ok: false, problems: broken.map(syntaxProblem) };
  const parsed = files.filter((file) => file.kind === 'parsed');
  const documents = withOwnersWords(parsed);
  const services = parsed.flatMap(({ entry: { name, url } }, index) => {
    const typeDefs = documents[index];
    return typeDefs === undefined ? [] : [{ name, url, typeDefs }];
  });
  const preferred = files.find(({ entry }) => entry.name === prefer)?.entry.sdl;
  try {
    const result = composeServices(services, { runSatisfiability: !isKnownGood });
    if (result.errors === undefined) return { ok: true, supergraphSdl: `${result.supergraphSdl.trim()}\n` };
    return { ok: false, problems: result.errors.map((error) => problemOf(error, files, preferred)) };
  } catch (error) {
    // Composition reports most faults, and throws on SDL that is stranger than it expects.
    const message = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      problems: [{ code: 'COMPOSITION_FAILED', message, advice: adviceFor('COMPOSITION_FAILED') }],
    };
  }
}

function syntaxProblem(file: Extract<SdlFile, { kind: 'broken' }>): CompositionProblem {
  const { entry, place, message } = file;
  return {
    subgraph: entry.name,
    place,
    code: 'INVALID_GRAPHQL',
    message,
    advice: adviceFor('INVALID_GRAPHQL'),
  };
}

function problemOf(
  error: GraphQLError,
  files: readonly SdlFile[],
  preferred: string | undefined,
): CompositionProblem {
  const code = typeof error.extensions['code'] === 'string' ? error.extensions['code'] : 'COMPOSITION_FAILED';
  const place = placeOf(error, preferred);
  const entry = files.find((file) => file.entry.sdl === place?.file)?.entry;
  const prefix = /^\[(\w+)\] /.exec(error.message);
  const subgraph = prefix?.[1] ?? entry?.name;
  return {
    ...(subgraph === undefined ? {} : { subgraph }),
    ...(place === undefined ? {} : { place }),
    code,
    message: prefix === null ? error.message : error.message.slice(prefix[0].length),
    advice: adviceFor(code),
  };
}

function placeOf(error: GraphQLError, preferred: string | undefined): SdlPlace | undefined {
  const all = (error.nodes ?? []).flatMap(({ loc }) => loc ?? []);
  const loc = all.find(({ source }) => source.name === preferred) ?? all[0];
  if (loc === undefined) return undefined;
  return { file: loc.source.name, line: loc.startToken.line, column: loc.startToken.column };
}
