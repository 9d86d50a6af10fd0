import { foldText } from '@modellregion/subgraph-kit';

/**
 * Whether two names mean the same town, as far as writing tells: `Schloß Holte-Stukenbrock` and `Schloss Holte`,
 * `Halle (Westf.)` and `Halle`, `Gütersloh` and `Guetersloh`, `Bielefeld` and `Bielefed`.
 */
export function isSameTown(a: string, b: string): boolean {
  const [one, other] = [foldText(a), foldText(b)];
  return one.startsWith(other) || other.startsWith(one) || isOneLetterApart(one, other);
}

/** One letter more, less, or another one. */
function isOneLetterApart(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same += 1;
  return long.slice(same + 1) === short.slice(short.length === long.length ? same + 1 : same);
}
