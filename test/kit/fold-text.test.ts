import { describe, expect, test } from '@jest/globals';
import { foldText, searchPatterns } from '../../subgraphs/kit/src/text/index.js';

describe('foldText', () => {
  test.each([
    ['Müller', 'muller', 'umlaut'],
    ['MUELLER', 'muller', 'the same in two letters'],
    ['Straße', 'strasse', 'ß'],
    ['Café  &  Söhne-Markt ', 'cafe sohnemarkt', 'accents, punctuation, spaces'],
    ['Łukasz Yılmaz Šimić', 'lukasz yilmaz simic', 'letters of neighbours'],
    ['%_\\', '', 'nothing of a LIKE pattern'],
    ['北', '', 'what has no Latin letters'],
  ])('%s → %s (%s)', (text, expected) => {
    expect(foldText(text)).toBe(expected);
  });
});

describe('searchPatterns', () => {
  test.each([
    ['Bäckerei Müller', ['%backerei%', '%muller%']],
    ['Ca müller CA', ['% ca%', '%muller%']],
    ['!!', []],
  ])('%s → %j', (text, expected) => {
    expect(searchPatterns(text)).toEqual(expected);
  });
});
