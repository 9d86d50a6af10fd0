import type { PossibleTypes } from './abstract-types.js';
import type { ReadTree, RequiredTree } from './compile-fetch.js';
import type { PlannedFetch } from './fetches.js';
import type { Piece, Places } from './places.js';
import type {
  ContextArgument,
  EntityPlace,
  PlaceAddress,
  ReadField,
  Reader,
  RequiredVariant,
} from './program.js';

/** Where each fetch ended up. */
export type Addresses = ReadonlyMap<Piece, PlaceAddress>;

/** The lists that a program's indexes lead into. */
export class Tables {
  readonly typeSets: (readonly string[])[] = [];
  readonly readers: Reader[] = [];
  readonly #possible: PossibleTypes;
  readonly #places: Places;
  readonly #known = new Map<string, number>();

  constructor(possible: PossibleTypes, places: Places) {
    this.#possible = possible;
    this.#places = places;
  }

  /** Objects to which all these type conditions apply. */
  typeSet(conditions: readonly string[]): number | null {
    if (conditions.length === 0) return null;
    const sets = conditions.map((name) => this.#possible.get(name) ?? new Set([name]));
    const [first, ...others] = sets;
    const names = [...(first ?? [])].filter((name) => others.every((set) => set.has(name)));
    const text = names.join(' ');
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, this.typeSets.length);
    return this.typeSets.push(names) - 1;
  }

  /** @param paths places that are read in the same way */
  reader(trees: readonly ReadTree[], paths: readonly string[]): number {
    const fields = trees.map(({ from, to, on, under }): ReadField => {
      const at = paths.map((path) => (path === '' ? to : `${path}.${to}`));
      return { from, to, on: this.typeSet(on), reader: under === null ? null : this.reader(under, at) };
    });
    const renames = fields.some(({ from, to }) => from !== to);
    const walk = fields.some(({ reader }) => {
      const below = reader === null ? undefined : this.readers[reader];
      return below !== undefined && (below.rebuild || below.walk);
    });
    const shared = paths.some((path) => this.#places.isShared(path));
    return this.readers.push({ fields, rebuild: renames || shared, walk }) - 1;
  }

  variants(trees: readonly RequiredTree[]): readonly RequiredVariant[] {
    return trees.map(({ on, fields }) => ({
      on: this.typeSet(on === null ? [] : [on]),
      fields: fields.map((field) => ({
        from: field.from,
        to: field.to,
        constant: field.constant,
        under: field.under === null ? null : this.variants(field.under),
      })),
    }));
  }

  /** The last entities above a place whose data leads there. */
  placeOf({ path, parts }: Piece, addresses: Addresses): EntityPlace {
    const replaces = this.#places.holdsOnly(path, parts.requires ?? []);
    for (let length = path.length; length > 1; length -= 1) {
      const writers = this.#places.entityWriters(path, length);
      const bases = (writers ?? []).flatMap((piece) => addresses.get(piece) ?? []);
      if (bases.length > 0) return { path, bases, way: path.slice(length - 1), replaces };
    }
    return { path, bases: [], way: path, replaces };
  }

  contexts({ node }: PlannedFetch): readonly ContextArgument[] {
    return (node.contextRewrites ?? []).map(({ path, renameKeyTo }) => {
      const up = path.filter((part) => part === '..').length;
      let on: number | null = null;
      const steps: { on: number | null; from: string }[] = [];
      for (const part of path.slice(up)) {
        if (part.startsWith('... on ')) on = this.typeSet([part.slice('... on '.length)]);
        else {
          steps.push({ on, from: part });
          on = null;
        }
      }
      return { variable: renameKeyTo, up, steps };
    });
  }
}
