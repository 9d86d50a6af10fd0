import { idNrCheckDigit, isIdNr, type SeededRandom } from '@modellregion/subgraph-kit';

/**
 * Draws distinct tax numbers that follow the rules of the IdNr: of the first ten digits one occurs twice, all others at
 * most once. They are made up; that a real person has one of them cannot be excluded, as the rules leave no
 * numbers free for tests that are valid.
 */
export function taxIdMaker(random: SeededRandom): () => string {
  const taken = new Set<string>();
  return () => {
    for (;;) {
      const digits = shuffled(random, '0123456789');
      // The last digit gives way to a second one of another.
      digits[9] = digits[random.int(0, 7)] ?? '';
      const firstTen = shuffled(random, digits.join('')).join('');
      const id = `${firstTen}${idNrCheckDigit(firstTen)}`;
      if (!isIdNr(id) || taken.has(id)) continue;
      taken.add(id);
      return id;
    }
  };
}

function shuffled(random: SeededRandom, text: string): string[] {
  const list = Array.from(text);
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = random.int(0, i);
    [list[i], list[j]] = [list[j] ?? '', list[i] ?? ''];
  }
  return list;
}
