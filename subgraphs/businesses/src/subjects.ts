import type { Subjects } from '@modellregion/subgraph-kit';
import type { BusinessesContext } from './context.js';
import type { ById, PermitRecord, TradeNoticeRecord } from './repositories/records.js';
import type { BusinessesServices } from './services.js';

/** A business is about all who run it: the caller, if they are one of them. */
async function runBy(businessId: string | null, context: BusinessesContext): Promise<string | null> {
  const { caller, services } = context;
  if (businessId === null) return null;
  return (await services.businesses.isRunBy(businessId, caller.subject)) ? caller.subject : null;
}

/** Whose data an object is, for every rule of schema.graphql that says `orSelf`. */
export const subjects = {
  Business: ({ id }: ById, context: BusinessesContext) => runBy(id, context),
  TradeNotice: ({ businessId }: TradeNoticeRecord, context: BusinessesContext) => runBy(businessId, context),
  Permit: ({ holderId }: PermitRecord, context: BusinessesContext) => runBy(holderId, context),
  // Who applied is known to residents alone; here it is who runs the business that came of it.
  ServiceApplication: async ({ id }: ById, context: BusinessesContext) => {
    const { notices, permits } = context.services;
    const [notice, permit] = await Promise.all([
      notices.ofApplication.load(id),
      permits.ofApplication.load(id),
    ]);
    if (notice === null && permit === null) return undefined;
    return runBy(notice?.businessId ?? permit?.holderId ?? null, context);
  },
  Resident: ({ id }: ById) => id,
  Viewer: ({ id }: ById) => id,
} satisfies Subjects<BusinessesServices>;
