/** How large a contract may be, and how much its check may cost. */
export interface PublicationLimits {
  /** Bytes of the SDL in UTF-8. */
  readonly bytes: number;
  /** Lexical tokens. */
  readonly tokens: number;
  /** Types of every kind. */
  readonly types: number;
  /** Fields of all object types, interfaces and inputs together. */
  readonly fields: number;
  readonly fieldsPerType: number;
  readonly argumentsPerField: number;
  readonly valuesPerEnum: number;
  readonly membersPerUnion: number;
  readonly interfacesPerType: number;
  readonly keysPerType: number;
  readonly directivesPerElement: number;
  /** Nested lists: `[[Int]]` is 2. */
  readonly listDepth: number;
  /** Nested braces in a field set such as `office { address { id } }`. */
  readonly fieldSetDepth: number;
  readonly nameLength: number;
  readonly descriptionLength: number;
  /** Longest check, in milliseconds; 600 more for each subgraph of the region, unless it is given. */
  readonly checkMs: number;
  /** Largest heap of a check, in megabytes; 10 more for each subgraph of the region, unless it is given. */
  readonly heapMb: number;
}

/** About five times what the largest of the region's contracts needs. */
export const PUBLICATION_LIMITS: PublicationLimits = {
  bytes: 512 * 1024,
  tokens: 40_000,
  types: 300,
  fields: 3_000,
  fieldsPerType: 150,
  argumentsPerField: 25,
  valuesPerEnum: 200,
  membersPerUnion: 50,
  interfacesPerType: 10,
  keysPerType: 5,
  directivesPerElement: 15,
  listDepth: 3,
  fieldSetDepth: 6,
  nameLength: 80,
  descriptionLength: 2_000,
  checkMs: 60_000,
  heapMb: 1_024,
};
