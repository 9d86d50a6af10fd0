import { readFileSync } from 'node:fs';
import { GraphQLError, parse, Source, type DocumentNode } from 'graphql';
import type { RegistryEntry } from '../registry/registry-entry.js';

/** A place in a file; lines and columns count from 1. */
export interface SdlPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The SDL of one subgraph: parsed, or the reason why it is not. */
export type SdlFile =
  | { readonly kind: 'parsed'; readonly entry: RegistryEntry; readonly document: DocumentNode }
  | {
      readonly kind: 'broken';
      readonly entry: RegistryEntry;
      readonly place: SdlPlace;
      readonly message: string;
    };

/** Reads and parses a subgraph's SDL; never throws. Locations carry the path the registry gives. */
export function readSdl(entry: RegistryEntry): SdlFile {
  try {
    return parseSdl(entry, readFileSync(entry.sdlFile, 'utf8'));
  } catch (error) {
    const message = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return { kind: 'broken', entry, place: { file: entry.sdl, line: 1, column: 1 }, message };
  }
}

/** Parses the SDL of a subgraph from text; never throws. */
export function parseSdl(entry: RegistryEntry, text: string): SdlFile {
  try {
    return { kind: 'parsed', entry, document: parse(new Source(text, entry.sdl)) };
  } catch (error) {
    const at = error instanceof GraphQLError ? error.locations?.[0] : undefined;
    const place = { file: entry.sdl, line: at?.line ?? 1, column: at?.column ?? 1 };
    return { kind: 'broken', entry, place, message: error instanceof Error ? error.message : String(error) };
  }
}
