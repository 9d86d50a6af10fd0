/** One thing of a fixture's data: values by name, among them some that are no fields of any schema. */
export type Row = Readonly<Record<string, unknown>>;

/** Works out a field; each resolver names the shape of the row and the arguments it expects. */
export type Resolver = (row: never, args: never) => unknown;

/** By type (object or interface) and field; a field without a resolver is the row's value of its name. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, Resolver>>>>;

/** What there is to know, once: the same rows and resolvers serve the subgraphs and the oracle. */
export interface World {
  /** Rows by the type that a reference names; those of an interface entity stand under the interface as well. */
  readonly entities: Readonly<Record<string, readonly Row[]>>;
  readonly resolvers: Resolvers;
  /** Where one subgraph differs: fields it answers wrongly (they were moved away from it), entities it does not know. */
  readonly differing?: Readonly<Record<string, Partial<Pick<World, 'entities' | 'resolvers'>>>>;
  /** Fields that the oracle cannot work out as a subgraph does. */
  readonly oracle?: Resolvers;
  /** Undoes what mutations changed; called before each operation. */
  readonly reset?: () => void;
}

/** Subgraphs that together show one thing of federation. */
export interface Fixture {
  /** The directive or the case, for example `@requires with arguments`. */
  readonly name: string;
  /** SDL by subgraph; the `@link` of Federation is put in front. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** Made anew for each contender, so that mutations of one are not seen by another. */
  readonly world: () => World;
  /** Operations that show the case at its hardest; random ones come on top. */
  readonly operations?: readonly string[];
  /** Executors that refuse to load this supergraph; asserted, not assumed. */
  readonly refusedBy?: readonly string[];
}

const FEDERATION = [
  'authenticated cacheTag composeDirective context cost extends external fromContext inaccessible interfaceObject',
  'key listSize override policy provides requires requiresScopes shareable tag',
]
  .join(' ')
  .split(' ');

/** The SDL with a `@link` that imports every directive of Federation it uses, unless it has one. */
export function linked(sdl: string): string {
  if (sdl.includes('https://specs.apollo.dev/federation/')) return sdl;
  const used = FEDERATION.filter((name) => new RegExp(`@${name}\\b`).test(sdl)).map((name) => `"@${name}"`);
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: [${used.join(', ')}])\n${sdl}`;
}
