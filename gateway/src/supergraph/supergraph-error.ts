import type { ReleaseRefusalCode } from '@modellregion/schema/release';
import { StartupError } from '../errors/startup-error.js';

/** Why a supergraph is not served, for `/readyz`: says what is wrong and nothing of where. */
export type SupergraphFault =
  | 'NOT_READABLE'
  | 'TOO_LARGE'
  | 'NOT_GRAPHQL'
  | 'NOT_A_SUPERGRAPH'
  | 'UNSUPPORTED_FEATURE'
  | 'REGISTRY_NOT_USABLE'
  | 'SUBGRAPH_WITHOUT_ADDRESS'
  | 'SUBGRAPH_WITHOUT_KEY'
  | 'CONTRACT_NOT_ACCEPTED'
  | 'NOT_LOADABLE'
  | 'INTERNAL_FAULT'
  | ReleaseRefusalCode;

/** A supergraph that cannot be served. At the start it keeps the gateway from starting, later only from changing. */
export class SupergraphError extends StartupError {
  readonly fault: SupergraphFault;

  constructor(fault: SupergraphFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** The same for faults of a part that knows nothing of supergraphs. */
export function asSupergraphFault<T>(fault: SupergraphFault, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof StartupError) throw new SupergraphError(fault, error.message);
    throw error;
  }
}
