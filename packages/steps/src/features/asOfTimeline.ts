import { FACT } from './facts';
import type { Timeline } from './sweep';

/**
 * The last fact that has happened and is known. A fact that is known late does
 * not win over one that happened after it: the newest event counts, then the newest
 * availability, then the table's own order, which is that of its key.
 */
export class AsOfTimeline implements Timeline {
  /** By example: the row of its fact in the table; NaN where there is none. */
  readonly rows: Float64Array;
  private event = Number.NaN;
  private available = Number.NaN;
  private row = Number.NaN;

  /** @param maxAge - microseconds; a fact that happened longer ago counts as unknown */
  constructor(
    examples: number,
    private readonly maxAge = Number.POSITIVE_INFINITY,
  ) {
    this.rows = new Float64Array(examples).fill(Number.NaN);
  }

  clear(): void {
    this.event = Number.NaN;
    this.available = Number.NaN;
    this.row = Number.NaN;
  }

  add(columns: readonly Float64Array[], at: number): void {
    const event = columns[FACT.event][at];
    const available = columns[FACT.available][at];
    const row = columns[FACT.values][at];
    if (
      event < this.event ||
      (event === this.event &&
        (available < this.available ||
          (available === this.available && row < this.row)))
    ) {
      return;
    }
    this.event = event;
    this.available = available;
    this.row = row;
  }

  ask(position: number, time: number): void {
    if (time - this.event <= this.maxAge) this.rows[position] = this.row;
  }
}
