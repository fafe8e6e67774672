/**
 * The name that was probably meant, by the fewest insertions, deletions and
 * changes of a letter (Levenshtein); undefined where none is near.
 */
export function nearestName(
  written: string,
  names: readonly string[],
): string | undefined {
  const [best] = names
    .map(name => ({ name, distance: distance(written.toLowerCase(), name) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(2, best.name.length / 3)
    ? best.name
    : undefined;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, above[j] + 1, row[j - 1] + 1));
    }
  }
  return row[b.length];
}
