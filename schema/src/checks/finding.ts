/** What a rule of the contract found. Every finding says where, what, why and what to do. */
export interface Finding {
  /** Name of the rule. */
  readonly rule: string;
  /** The subgraph it is about; `region` when it is about several and none in particular. */
  readonly subgraph: string;
  /** As the registry gives it, relative to the repository root. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** One sentence that names the type, field or argument. */
  readonly problem: string;
  /** The reason for the rule. */
  readonly why: string;
  /** What to write instead. */
  readonly fix: string;
}
