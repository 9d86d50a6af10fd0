import { parseAgs, parseLeikaKey, resolveSource } from '@modellregion/subgraph-kit';
import type { ServiceOfferResolvers } from '../generated/graphql.js';
import { inLanguage } from './in-language.js';
import { euro } from './money.js';

export const ServiceOffer: ServiceOfferResolvers = {
  __resolveReference: ({ leikaKey, ags }, { services }) =>
    parseLeikaKey(leikaKey) === null || parseAgs(ags) === null
      ? null
      : services.services.offer(leikaKey, ags),
  title: async ({ leikaKey }, { lang }, { services }) => {
    const { titleDe, titleEn } = await services.services.catalogueEntry(leikaKey);
    return inLanguage(lang, { de: titleDe, en: titleEn });
  },
  summary: async ({ leikaKey }, { lang }, { services }) => {
    const { summaryDe, summaryEn } = await services.services.catalogueEntry(leikaKey);
    return inLanguage(lang, { de: summaryDe, en: summaryEn });
  },
  requiredDocuments: async ({ leikaKey }, { lang }, { services }) => {
    const { documentsDe, documentsEn } = await services.services.catalogueEntry(leikaKey);
    // Prisma reads a missing translation (null) as an empty list.
    return inLanguage(lang, { de: documentsDe, en: documentsEn.length === 0 ? null : documentsEn });
  },
  feeNote: async ({ leikaKey }, { lang }, { services }) => {
    const { feeNoteDe, feeNoteEn } = await services.services.catalogueEntry(leikaKey);
    return inLanguage(lang, { de: feeNoteDe, en: feeNoteEn });
  },
  legalBasis: async ({ leikaKey }, _, { services }) =>
    (await services.services.catalogueEntry(leikaKey)).legalBasis,
  fee: ({ feeCents }) => (feeCents === null ? null : euro(feeCents)),
  office: ({ officeId }, _, { services }) => services.offices.withId(officeId),
  source: resolveSource,
};
