import { configFault, type ConfigFinding } from '@modellregion/schema';
import { reasonOf } from '../errors/fault.js';

/** What an action brings, or the finding that it cannot be done. */
export function attempt<T>(
  subject: string,
  action: () => T,
): { readonly value: T } | { readonly fault: ConfigFinding } {
  try {
    return { value: action() };
  } catch (error) {
    return { fault: configFault(subject, reasonOf(error)) };
  }
}
