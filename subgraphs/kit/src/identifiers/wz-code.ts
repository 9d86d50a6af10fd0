import { requireIdentifier, type Identifier } from './identifier.js';

/** Code of the German classification of economic activities, edition 2008 (WZ 2008): `I`, `56`, … `56.10.1`. */
export type WzCode = Identifier<'WzCode'>;

/** Codes of a branch of the tree as a range of texts: from included, to not, compared by code point. */
export interface WzCodeRange {
  readonly from: string;
  readonly to: string;
}

// First and last division of each section, as the classification has them.
const SECTIONS = {
  A: [1, 3],
  B: [5, 9],
  C: [10, 33],
  D: [35, 35],
  E: [36, 39],
  F: [41, 43],
  G: [45, 47],
  H: [49, 53],
  I: [55, 56],
  J: [58, 63],
  K: [64, 66],
  L: [68, 68],
  M: [69, 75],
  N: [77, 82],
  O: [84, 84],
  P: [85, 85],
  Q: [86, 88],
  R: [90, 93],
  S: [94, 96],
  T: [97, 98],
  U: [99, 99],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

/**
 * True for a section `A` to `U`, or a division `dd` of one with its group `dd.d`, class `dd.dd` and subclass
 * `dd.dd.d`. Whether the classification has the code is for the table of codes to say.
 *
 * @see Statistisches Bundesamt, Klassifikation der Wirtschaftszweige, Ausgabe 2008
 */
export function isWzCode(value: string): value is WzCode {
  if (/^[A-U]$/.test(value)) return true;
  return /^\d{2}(?:\.\d(?:\d(?:\.\d)?)?)?$/.test(value) && sectionOf(value) !== undefined;
}

/** The code, or null if it has not the form of {@link isWzCode}. */
export function parseWzCode(value: string): WzCode | null {
  return isWzCode(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `WZ_CODE`. */
export function requireWzCode(value: string, argument: string): WzCode {
  return requireIdentifier(value, isWzCode, { argument, format: 'WZ_CODE' });
}

/** Section 1, division 2, group 3, class 4, subclass 5. */
export function wzCodeLevel(code: WzCode): number {
  return { 1: 1, 2: 2, 4: 3, 5: 4, 7: 5 }[code.length] ?? 0;
}

/** The code one level up; null for a section. */
export function wzCodeParent(code: WzCode): WzCode | null {
  const level = wzCodeLevel(code);
  if (level === 1) return null;
  if (level === 2) return wzCodeSection(code);
  return code.slice(0, { 3: 2, 4: 4, 5: 5 }[level]) as WzCode;
}

/** The section a code lies in. */
export function wzCodeSection(code: WzCode): WzCode {
  return (wzCodeLevel(code) === 1 ? code : sectionOf(code)) as WzCode;
}

/**
 * The branch of a code, itself included unless it is a section: a lower code begins with the digits of a higher one, and a section
 * is a run of divisions. So an index over codes finds a whole branch.
 */
export function wzCodeRange(code: WzCode): WzCodeRange {
  const [first, last] =
    wzCodeLevel(code) === 1 ? SECTIONS[code as unknown as keyof typeof SECTIONS] : [code, code];
  // ":" is the character after "9", so that everything that begins with the last code is smaller.
  return { from: division(first), to: `${division(last)}:` };
}

function sectionOf(code: string): string | undefined {
  const number = Number(code.slice(0, 2));
  return Object.entries(SECTIONS).find(([, [first, last]]) => first <= number && number <= last)?.[0];
}

function division(value: number | string): string {
  return String(value).padStart(2, '0');
}
