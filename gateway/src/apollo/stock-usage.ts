import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { OperationUsage } from '../plan/messages.js';
import { usageOf } from '../plan/operation-usage.js';

/** What may be told of an operation; the same object for the same operation, by which it is counted. */
export type TellUsage = (
  document: DocumentNode,
  name: string | null,
  schema: GraphQLSchema,
) => OperationUsage;

/** For the stock executor, which analyses nothing beforehand: once for each document that Apollo Server keeps. */
export function createTellUsage(): TellUsage {
  const told = new WeakMap<DocumentNode, Map<string | null, OperationUsage>>();
  return (document, name, schema) => {
    const ofDocument = told.get(document) ?? new Map<string | null, OperationUsage>();
    told.set(document, ofDocument);
    const usage = ofDocument.get(name) ?? usageOf(document, name, schema);
    ofDocument.set(name, usage);
    return usage;
  };
}
