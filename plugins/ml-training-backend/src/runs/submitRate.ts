/** How often each may start a run. */
export interface SubmitRate {
  /** @returns seconds to wait; 0 where one may be started now, which is then counted */
  take(principal: string): number;
}

/** Above this many, those that are full again are forgotten. */
const MOST_BUCKETS = 10_000;

/**
 * A bucket of tokens for each principal: full at first, so that a few at once are
 * no matter, and filled evenly. Kept by this process alone: with n portal
 * processes, n times as many are let through.
 *
 * @param perMinute - what a bucket holds, and what flows in a minute
 * @param clock - milliseconds that only go forward
 */
export function submitRate(perMinute: number, clock: () => number): SubmitRate {
  const buckets = new Map<string, { left: number; at: number }>();
  const perMillisecond = perMinute / 60_000;

  function leftNow(principal: string): number {
    const bucket = buckets.get(principal);
    return bucket
      ? Math.min(
          perMinute,
          bucket.left + (clock() - bucket.at) * perMillisecond,
        )
      : perMinute;
  }

  return {
    take(principal) {
      if (buckets.size >= MOST_BUCKETS) {
        for (const name of [...buckets.keys()]) {
          if (leftNow(name) >= perMinute) buckets.delete(name);
        }
      }
      const left = leftNow(principal);
      if (left < 1) return Math.ceil((1 - left) / perMillisecond / 1000);
      buckets.set(principal, { left: left - 1, at: clock() });
      return 0;
    },
  };
}
