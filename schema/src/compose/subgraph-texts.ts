import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { GraphQLError, parse } from 'graphql';

/** A subgraph as text, wherever it comes from. */
export interface SubgraphText {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/**
 * The subgraphs that a supergraph was composed of, as far as it tells: types, keys and who answers what. Descriptions and
 * access directives are not in there subgraph by subgraph; each subgraph keeps its own rules all the same.
 *
 * @throws Error when the text is no supergraph
 */
export function subgraphTextsOf(supergraphSdl: string): readonly SubgraphText[] {
  const supergraph = Supergraph.build(supergraphSdl);
  return [...supergraph.subgraphs()].map((it) => ({ name: it.name, url: it.url, sdl: it.toString() }));
}

/** The supergraph of some texts, or why there is none, a sentence for each fault. */
export type TextComposition =
  | { readonly ok: true; readonly supergraphSdl: string }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Composes texts. Never throws. */
export function composeTexts(subgraphs: readonly SubgraphText[]): TextComposition {
  try {
    const services = subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));
    const { errors, supergraphSdl } = composeServices(services);
    if (errors === undefined) return { ok: true, supergraphSdl };
    return { ok: false, faults: errors.map(({ message }) => message) };
  } catch (error) {
    const message = error instanceof GraphQLError ? error.toString() : String(error);
    return { ok: false, faults: [message] };
  }
}
