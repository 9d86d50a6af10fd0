import type {
  NoInformationResolvers,
  ResidentLookupHitResolvers,
  ResidentLookupResultResolvers,
} from '../generated/graphql.js';

export const ResidentLookupResult: ResidentLookupResultResolvers = {
  __resolveType: ({ kind }) => (kind === 'HIT' ? 'ResidentLookupHit' : 'NoInformation'),
};

export const ResidentLookupHit: ResidentLookupHitResolvers = {
  familyName: ({ resident }) => resident.familyName,
  givenNames: ({ resident }) => resident.givenNames,
  doctorate: ({ resident }) => resident.doctorate,
  deceased: ({ resident }) => resident.deceasedOn !== null,
  currentAddresses: async ({ resident }, _, { services }) => {
    const residences = await services.residents.residencesOf(resident.id);
    const current = residences.filter(({ movedOutOn }) => movedOutOn === null).slice(0, 20);
    return Promise.all(current.map(({ addressId }) => services.addresses.withId(addressId)));
  },
};

export const NoInformation: NoInformationResolvers = {
  // One sentence for all reasons: another word for one of them would tell (BMG § 51 (2)).
  message: () => 'No information can be given about this person.',
};
