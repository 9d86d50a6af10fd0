import { badUserInput, clampFirst, foldText, requireAgs, requireWzCode } from '@modellregion/subgraph-kit';
import type { QueryBusinessSearchArgs } from './generated/graphql.js';
import type { BusinessSearch } from './repositories/business-search.js';

/** @throws ClientError `BAD_USER_INPUT` for a wrong form, and for a search without any condition */
export function businessSearch({ ags, wzCode, text, first, after }: QueryBusinessSearchArgs): BusinessSearch {
  if (ags == null && wzCode == null && text == null) {
    throw badUserInput({ argument: 'text', format: 'SEARCH_CONDITION' });
  }
  return {
    ags: ags == null ? null : requireAgs(ags, 'ags'),
    wzCode: wzCode == null ? null : requireWzCode(wzCode, 'wzCode'),
    text: text == null ? null : requireSearchText(text),
    first: clampFirst(first, { default: 20 }),
    after: after ?? null,
  };
}

/** @throws ClientError `BAD_USER_INPUT` unless the text has 2 to 100 characters, letters or digits among them */
function requireSearchText(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length < 2 || trimmed.length > 100 || foldText(trimmed) === '') {
    throw badUserInput({ argument: 'text', format: 'SEARCH_TEXT' });
  }
  return trimmed;
}

/** @throws ClientError `BAD_USER_INPUT` unless the argument `year` is 1900 to 2100 */
export function requireYear(year: number): number {
  if (year < 1900 || year > 2100) throw badUserInput({ argument: 'year', format: 'YEAR' });
  return year;
}
