import { present } from '@modellregion/subgraph-kit';
import type { SectionCountResolvers } from '../generated/graphql.js';

export const SectionCount: SectionCountResolvers = {
  section: async ({ section }, _, { services }) =>
    present(await services.wzCodes.byCode.load(section), `wz_code ${section}`),
};
