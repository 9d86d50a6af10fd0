import type { CallerClaims } from '@modellregion/schema';
import type { ViewerResolvers } from '../generated/graphql.js';
import type { ViewerRecord } from '../records.js';
import { firstOf } from './first.js';

/** The caller as an entity. */
export function viewerOf(caller: CallerClaims): ViewerRecord {
  return { id: caller.subject ?? 'anonymous' };
}

const KINDS = { anonymous: 'ANONYMOUS', citizen: 'CITIZEN', official: 'OFFICIAL' } as const;

export const Viewer: ViewerResolvers = {
  // Nobody is shown another viewer, whoever hands out its id.
  __resolveReference: ({ id }, { caller }) => (viewerOf(caller).id === id ? viewerOf(caller) : null),
  kind: (_, _args, { caller }) => KINDS[caller.kind],
  trust: (_, _args, { caller }) => caller.trust,
  resident: ({ id }, _, { caller, services }) =>
    caller.kind === 'citizen' ? services.residents.byId(id) : null,
  actingFor: ({ id }, args, { caller, services }) =>
    caller.kind === 'citizen' ? firstOf(services.residents.representedBy(id), args) : [],
};
