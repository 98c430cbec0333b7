/** The known name that a misspelt one most likely means; none where nothing is near. */
export function nearestName(names: Iterable<string>, misspelt: string): string | undefined {
  const wanted = misspelt.toLowerCase();
  const ranked = [...new Set(names)]
    .map((name) => ({ name, distance: editDistance(name.toLowerCase(), wanted) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(2, misspelt.length / 2) ? best.name : undefined;
}

/** Levenshtein's: insertions, deletions and replacements from one word to the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of b.split('').entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
