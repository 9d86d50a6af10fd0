/** Settings of a loader. */
export interface LoaderOptions {
  /** Most keys handed to one `fetch`; more become several calls. Default 1000. */
  readonly maxBatch?: number;
}

/** Keeps one statement's parameter list far below PostgreSQL's limit of 65,535. */
export const DEFAULT_MAX_BATCH = 1000;
