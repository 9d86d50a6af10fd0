const WEIGHTS = [7, 3, 1] as const;

/**
 * Check digit of a field of a machine-readable zone (7-3-1): digits count as they are, A to Z as 10 to 35 and
 * the filler `<` as 0; weighted 7, 3, 1 in turn, summed, modulo 10.
 *
 * The weights have no common divisor with 10, so every change of one character to one of another value modulo
 * 10 is found (C, value 12, for 2 is not), and so is every swap of neighbours that do not differ by 5.
 *
 * @throws RangeError if the field is empty or has another character
 * @see ICAO Doc 9303 part 3, 4.9; § 2 (9) PAuswG
 */
export function machineReadableCheckDigit(field: string): number {
  if (!/^[0-9A-Z<]+$/.test(field)) {
    throw new RangeError('a field of a machine-readable zone has only digits, capitals and <');
  }
  let sum = 0;
  for (let i = 0; i < field.length; i++) {
    const weight = WEIGHTS[i % 3] ?? 0;
    sum += weight * characterValue(field.charAt(i));
  }
  return sum % 10;
}

function characterValue(character: string): number {
  return character === '<' ? 0 : Number.parseInt(character, 36);
}
