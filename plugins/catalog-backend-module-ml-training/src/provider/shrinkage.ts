/** Fewer than these may all go at once: a young portal is tidied up in one go. */
const TRIVIAL = 4;

/**
 * Whether so much is gone that the service has rather lost its memory than its
 * models: nothing is left, or less than half of what was there before. A full
 * mutation deletes what it does not name, with the pages people have bookmarked.
 */
export function isSuspicious(
  before: ReadonlySet<string>,
  now: ReadonlySet<string>,
): boolean {
  if (before.size === 0) return false;
  if (now.size === 0) return true;
  if (before.size < TRIVIAL) return false;
  const kept = [...before].filter(ref => now.has(ref)).length;
  return kept < before.size / 2;
}
