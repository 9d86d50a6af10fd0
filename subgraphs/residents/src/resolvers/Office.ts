import { parseOpaqueId, resolveSource } from '@modellregion/subgraph-kit';
import type { OfficeResolvers } from '../generated/graphql.js';
import { firstOf } from './first.js';
import { inLanguage } from './in-language.js';

export const Office: OfficeResolvers = {
  __resolveReference: ({ id }, { services }) =>
    parseOpaqueId(id, 'office') === null ? null : services.offices.byId(id),
  name: ({ nameDe, nameEn }, { lang }) => inLanguage(lang, { de: nameDe, en: nameEn }),
  address: ({ addressId }, _, { services }) =>
    addressId === null ? null : services.addresses.byId(addressId),
  opening: ({ id }, _, { services }) => services.offices.openingOf(id),
  services: ({ id }, args, { services }) => firstOf(services.services.ofOffice(id), args),
  source: resolveSource,
};
