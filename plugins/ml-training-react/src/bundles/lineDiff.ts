export interface DiffLine {
  readonly change: 'same' | 'removed' | 'added';
  readonly text: string;
  /** Line number before, 1-based; null for what was added. */
  readonly before: number | null;
  /** Line number after, 1-based; null for what was removed. */
  readonly after: number | null;
}

/** More changed lines than this are not matched with each other: all old ones go, all new ones come. */
const MOST_CHANGES = 1000;

/**
 * The fewest lines to remove and add that lead from one text to the other, by the
 * greedy algorithm of Myers, "An O(ND) Difference Algorithm" (1986).
 */
export function lineDiff(
  before: string,
  after: string,
  mostChanges = MOST_CHANGES,
): readonly DiffLine[] {
  const old = linesOf(before);
  const now = linesOf(after);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) {
    head += 1;
  }
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  ) {
    tail += 1;
  }
  const middle = changesOf(
    old.slice(head, old.length - tail),
    now.slice(head, now.length - tail),
    mostChanges,
  );
  const changes: DiffLine['change'][] = [
    ...Array<'same'>(head).fill('same'),
    ...middle,
    ...Array<'same'>(tail).fill('same'),
  ];
  let x = 0;
  let y = 0;
  return changes.map(change => {
    if (change === 'added') {
      y += 1;
      return { change, text: now[y - 1], before: null, after: y };
    }
    x += 1;
    if (change === 'removed') {
      return { change, text: old[x - 1], before: x, after: null };
    }
    y += 1;
    return { change, text: old[x - 1], before: x, after: y };
  });
}

function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function changesOf(
  old: readonly string[],
  now: readonly string[],
  most: number,
): readonly DiffLine['change'][] {
  const reach = Math.min(old.length + now.length, most);
  /** Of each number of changes, how far each diagonal came. */
  const history: Int32Array[] = [];
  const furthest = new Int32Array(2 * reach + 3);
  const middle = reach + 1;
  for (let changes = 0; changes <= reach; changes++) {
    history.push(furthest.slice());
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let x = stepsDown(furthest, middle, diagonal, changes)
        ? furthest[middle + diagonal + 1]
        : furthest[middle + diagonal - 1] + 1;
      while (
        x < old.length &&
        x - diagonal < now.length &&
        old[x] === now[x - diagonal]
      ) {
        x += 1;
      }
      furthest[middle + diagonal] = x;
      if (x >= old.length && x - diagonal >= now.length) {
        return wayBack(history, old.length, now.length, middle);
      }
    }
  }
  return [
    ...old.map(() => 'removed' as const),
    ...now.map(() => 'added' as const),
  ];
}

/** Whether the way to a diagonal comes from the one above, by adding a line. */
function stepsDown(
  furthest: Int32Array,
  middle: number,
  diagonal: number,
  changes: number,
): boolean {
  return (
    diagonal === -changes ||
    (diagonal !== changes &&
      furthest[middle + diagonal - 1] < furthest[middle + diagonal + 1])
  );
}

function wayBack(
  history: readonly Int32Array[],
  endOfOld: number,
  endOfNow: number,
  middle: number,
): readonly DiffLine['change'][] {
  const way: DiffLine['change'][] = [];
  let x = endOfOld;
  let y = endOfNow;
  for (let changes = history.length - 1; changes >= 0; changes--) {
    const furthest = history[changes];
    const diagonal = x - y;
    const down = stepsDown(furthest, middle, diagonal, changes);
    const from = down ? diagonal + 1 : diagonal - 1;
    const beginX = changes === 0 ? 0 : furthest[middle + from];
    const beginY = changes === 0 ? 0 : beginX - from;
    while (x > beginX && y > beginY) {
      way.push('same');
      x -= 1;
      y -= 1;
    }
    if (changes > 0) way.push(down ? 'added' : 'removed');
    x = beginX;
    y = beginY;
  }
  return way.reverse();
}
