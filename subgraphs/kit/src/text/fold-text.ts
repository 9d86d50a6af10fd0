/**
 * One spelling for what people spell in many ways: lower case, without accents, `ä`, `ae` and `a` alike, `ß` as `ss`,
 * punctuation dropped, words parted by one space. The result holds only `a`–`z`, `0`–`9` and single spaces, so that it
 * can stand in a LIKE pattern.
 *
 * `Müller-Bäckerei & Café` → `mullerbackerei cafe`
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('ı', 'i')
    .replace(/([aou])e/g, '$1')
    .replace(/[^a-z0-9\s]/g, '')
    .trim()
    .replace(/\s+/g, ' ');
}

/**
 * The words of a folded search text as LIKE patterns over folded texts: three letters and more are found anywhere, as
 * German puts words together (`backerei` in `landbackerei`); shorter ones only where a word begins, since a trigram
 * index knows nothing shorter. The column searched begins with a space.
 *
 * @returns no pattern if the text holds no letter and no digit
 */
export function searchPatterns(text: string): readonly string[] {
  const words = foldText(text)
    .split(' ')
    .filter((word) => word !== '');
  return [...new Set(words)].map((word) => (word.length < 3 ? `% ${word}%` : `%${word}%`));
}
