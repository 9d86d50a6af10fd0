import { badUserInput, requireAgs, requireDistrictKey, requirePostalCode } from '@modellregion/subgraph-kit';
import type { QueryMunicipalitiesArgs } from '../generated/graphql.js';
import type { MunicipalityFilter } from '../repositories/municipalities.js';

/** @throws ClientError `BAD_USER_INPUT` for more than 100 ids or one that is no AGS, district key or postal code */
export function municipalityFilter(args: QueryMunicipalitiesArgs): MunicipalityFilter {
  if ((args.ids?.length ?? 0) > 100) throw badUserInput({ argument: 'ids', format: 'ID_LIST' });
  return {
    ags: args.ids?.map((id) => requireAgs(id, 'ids')) ?? null,
    districtKey: args.districtKey == null ? null : requireDistrictKey(args.districtKey, 'districtKey'),
    postalCode: args.postalCode == null ? null : requirePostalCode(args.postalCode, 'postalCode'),
  };
}

/** @throws ClientError `BAD_USER_INPUT` unless the text has 2 to 100 characters that a database can store */
export function searchText(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length < 2 || trimmed.length > 100 || trimmed.includes('\0')) {
    throw badUserInput({ argument: 'text', format: 'SEARCH_TEXT' });
  }
  return trimmed;
}
