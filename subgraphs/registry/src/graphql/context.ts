import type { Registry } from '../acts/registry-context.js';

/** What every resolver gets. */
export interface RegistryContext {
  readonly registry: Registry;
  /** The header `Authorization`; null: none. */
  readonly authorization: string | null;
}
