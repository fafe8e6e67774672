import type { Aggregate } from '@trainyard/backstage-plugin-ml-training-common';
import { ExpiryQueue } from './expiryQueue';
import { FACT } from './facts';
import { NewestKnown } from './newestKnown';
import { Sums } from './sum';
import type { Timeline } from './sweep';

/** A feature of a window: over which window, what, and of which column of values. */
export interface WindowFeature {
  readonly name: string;
  /** Index into the windows. */
  readonly window: number;
  readonly op: Aggregate['op'];
  /** Index into the columns of values; absent for a count of facts. */
  readonly column?: number;
}

/**
 * Counts and sums over the facts of the last hours, of what was known: at time t
 * those with t − window ≤ event < t and available ≤ t. Facts come in the order in
 * which both `event < t` and `available ≤ t` have become true.
 *
 * Loops count by index: they run for every fact and every question, where an
 * iterator would cost more than the work.
 */
export class WindowTimeline implements Timeline {
  /** One number an example and feature; an example that finds no fact keeps what they begin with. */
  readonly answers: readonly Float64Array[];
  /** Of the newest facts in the largest window, microseconds; NaN where there is none. */
  readonly newestEvent: Float64Array;
  readonly newestAvailable: Float64Array;

  private readonly queues: readonly ExpiryQueue[];
  private readonly facts: Int32Array;
  /** By window and column: how many values are no null, and their sum. */
  private readonly counts: Int32Array;
  private readonly sums: Sums;
  private readonly newest = new NewestKnown();
  private readonly largest: number;
  /** Values of the facts of this key, column by column. */
  private values: Float64Array[];
  private known = 0;

  /**
   * @param windows - microseconds
   * @param scales - by column of values: a sum is divided by it, because decimals
   *   come as whole numbers
   */
  constructor(
    private readonly windows: readonly number[],
    private readonly features: readonly WindowFeature[],
    private readonly scales: readonly number[],
    examples: number,
  ) {
    this.answers = features.map(({ op }) =>
      new Float64Array(examples).fill(op === 'mean' ? Number.NaN : 0),
    );
    this.newestEvent = new Float64Array(examples).fill(Number.NaN);
    this.newestAvailable = new Float64Array(examples).fill(Number.NaN);
    this.queues = windows.map(() => new ExpiryQueue());
    this.facts = new Int32Array(windows.length);
    this.counts = new Int32Array(windows.length * scales.length);
    this.sums = new Sums(windows.length * scales.length);
    this.values = scales.map(() => new Float64Array(256));
    this.largest = Math.max(...windows);
  }

  clear(): void {
    for (const queue of this.queues) queue.clear();
    this.facts.fill(0);
    this.counts.fill(0);
    this.sums.clear();
    this.newest.clear();
    this.known = 0;
  }

  add(columns: readonly Float64Array[], row: number): void {
    const fact = this.known;
    const event = columns[FACT.event][row];
    this.known += 1;
    this.makeRoom();
    for (let column = 0; column < this.values.length; column += 1) {
      this.values[column][fact] = columns[FACT.values + column][row];
    }
    for (let window = 0; window < this.queues.length; window += 1) {
      this.queues[window].push(event, fact);
      this.facts[window] += 1;
      this.count(window, fact, 1);
    }
    this.newest.add(event, columns[FACT.available][row]);
  }

  ask(position: number, time: number): void {
    for (let window = 0; window < this.queues.length; window += 1) {
      const queue = this.queues[window];
      const oldest = time - this.windows[window];
      while (queue.oldest < oldest) {
        this.facts[window] -= 1;
        this.count(window, queue.pop(), -1);
      }
    }
    for (let index = 0; index < this.features.length; index += 1) {
      this.answers[index][position] = this.answerOf(this.features[index]);
    }
    this.newest.forgetBefore(time - this.largest);
    this.newestEvent[position] = this.newest.event;
    this.newestAvailable[position] = this.newest.availableAt;
  }

  private answerOf({ op, window, column }: WindowFeature): number {
    if (column === undefined) return this.facts[window];
    const cell = window * this.scales.length + column;
    const count = this.counts[cell];
    const sum = this.sums.value(cell);
    if (op === 'sum') return sum / this.scales[column];
    return count === 0 ? Number.NaN : sum / (count * this.scales[column]);
  }

  /** Lets the values of a fact enter a window, or leave it. Nulls have no part in sums and means. */
  private count(window: number, fact: number, sign: 1 | -1) {
    for (let column = 0; column < this.values.length; column += 1) {
      const value = this.values[column][fact];
      if (!Number.isNaN(value)) {
        const cell = window * this.scales.length + column;
        this.counts[cell] += sign;
        if (this.counts[cell] === 0) this.sums.reset(cell);
        else this.sums.add(cell, sign * value);
      }
    }
  }

  private makeRoom() {
    const [first] = this.values;
    if (!first || this.known <= first.length) return;
    this.values = this.values.map(values => {
      const wider = new Float64Array(values.length * 2);
      wider.set(values);
      return wider;
    });
  }
}
