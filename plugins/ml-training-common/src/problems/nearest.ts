/**
 * The candidate that somebody probably meant, or undefined where none is near.
 * Case, dashes and underscores do not count, so that `predictionTime` finds
 * `prediction_time`.
 */
export function nearest(
  written: string,
  candidates: readonly string[],
): string | undefined {
  const word = fold(written);
  const [best] = candidates
    .map(candidate => ({
      candidate,
      distance: editDistance(word, fold(candidate)),
    }))
    .filter(({ distance }) => distance <= Math.floor((word.length + 1) / 3))
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** A sentence that offers the nearest candidate, or all of them. */
export function didYouMean(
  written: string,
  candidates: readonly string[],
): string {
  const near = nearest(written, candidates);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  if (candidates.length === 0) return 'There is none to choose from.';
  const shown = candidates.slice(0, 12).map(it => `\`${it}\``);
  if (shown.length === 1) return `Write ${shown[0]}.`;
  const more = candidates.length > 12 ? ', …' : '';
  return `Write one of ${shown.join(', ')}${more}.`;
}

function fold(text: string): string {
  return text
    .slice(0, 100)
    .toLowerCase()
    .replace(/[-_\s]/g, '');
}

/** Insertions, deletions, substitutions and swaps of neighbours (Damerau-Levenshtein, each part edited once). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = last[j - 1] + Number(a[i - 1] !== b[j - 1]);
      row[j] = Math.min(substituted, last[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
      }
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length];
}
