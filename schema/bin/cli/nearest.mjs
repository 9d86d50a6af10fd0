/** The candidate that was most likely meant; undefined when none is near. */
export function nearest(word, candidates) {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (best === undefined) return undefined;
  // Up to a third of the letters may be wrong, or the word is the beginning of the candidate.
  const near = best.distance <= Math.max(1, Math.floor(best.candidate.length / 3));
  if (near) return best.candidate;
  return word.length > 1
    ? candidates.find((candidate) => candidate.startsWith(word.toLowerCase()))
    : undefined;
}

/** Edit distance that counts two swapped neighbours as one mistake (optimal string alignment). */
function distance(a, b) {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}
