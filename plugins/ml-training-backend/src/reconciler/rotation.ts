import type { RunEntry } from '../runs/runStore';

/** So many runs a second are looked at without a reason: each look asks the store several times. */
const LOOKS_PER_SECOND = 10;
/** Also where ticks follow one another at once. */
const LEAST_LOOKS = 4;

/**
 * Whose turn it is to be looked at although nothing is known to have happened to it:
 * a hint may have been lost, so that everybody's comes, those first who have waited
 * longest. Of few runs it is everybody's in each tick.
 */
export class Rotation {
  readonly #lookedAt = new Map<string, number>();
  #last = -Infinity;

  constructor(private readonly monotonic: () => number) {}

  turnsOf(entries: readonly RunEntry[]): ReadonlySet<string> {
    const now = this.monotonic();
    const elapsed = Math.min(now - this.#last, 10_000);
    this.#last = now;
    const looks = Math.max(LEAST_LOOKS, (LOOKS_PER_SECOND * elapsed) / 1000);
    const runs = entries.map(({ summary }) => summary.run);
    const active = new Set(runs);
    for (const run of this.#lookedAt.keys()) {
      if (!active.has(run)) this.#lookedAt.delete(run);
    }
    if (runs.length <= looks) return active;
    const since = (run: string) => this.#lookedAt.get(run) ?? -Infinity;
    runs.sort((a, b) => since(a) - since(b));
    return new Set(runs.slice(0, looks));
  }

  looked(run: string): void {
    this.#lookedAt.set(run, this.monotonic());
  }
}
