import type { DiffLine } from './lineDiff';

export type DiffPart =
  | { readonly kind: 'lines'; readonly lines: readonly DiffLine[] }
  | { readonly kind: 'fold'; readonly lines: readonly DiffLine[] };

/** Folds away what did not change, but for a few lines around each change. */
export function foldedDiff(
  lines: readonly DiffLine[],
  context = 3,
): readonly DiffPart[] {
  const shown = new Set<number>();
  lines.forEach(({ change }, i) => {
    if (change === 'same') return;
    for (let near = i - context; near <= i + context; near++) shown.add(near);
  });
  const parts: { kind: DiffPart['kind']; lines: DiffLine[] }[] = [];
  lines.forEach((line, i) => {
    const kind = shown.has(i) ? 'lines' : 'fold';
    const last = parts.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else parts.push({ kind, lines: [line] });
  });
  return parts;
}
