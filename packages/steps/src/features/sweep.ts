import type { Batch } from '../duckdb/session';
import { FACT } from './facts';
import type { Questions } from './questions';

/**
 * What is known of one key as time goes by. Facts and questions come in the order
 * of time: a question sees exactly the facts that were added before it.
 */
export interface Timeline {
  /** Another key begins: nothing is known of it. */
  clear(): void;
  /** A fact became usable. */
  add(columns: readonly Float64Array[], row: number): void;
  /**
   * @param position - of the example that asks
   * @param time - of its prediction, microseconds
   */
  ask(position: number, time: number): void;
}

/**
 * Walks questions and facts side by side, both ordered by key and instant, and
 * holds no more of the facts than a batch. A fact that becomes usable at the very
 * instant of a question is seen by it.
 */
export async function sweep(
  questions: Questions,
  facts: AsyncIterable<Batch>,
  timeline: Timeline,
): Promise<void> {
  const walk = new Walk(questions, timeline);
  for await (const batch of facts) walk.through(batch);
  walk.toTheEnd();
}

/** How far both have been walked. Kept free of waiting: it runs for every fact and question. */
class Walk {
  private question = 0;
  /** The key of which the timeline knows. */
  private key = Number.NaN;

  constructor(
    private readonly questions: Questions,
    private readonly timeline: Timeline,
  ) {}

  through({ columns, rows }: Batch) {
    const keys = columns[FACT.key];
    const usable = columns[FACT.usable];
    for (let row = 0; row < rows; row += 1) {
      this.askBefore(keys[row], usable[row]);
      if (this.question === this.questions.keys.length) return;
      if (keys[row] === this.questions.keys[this.question]) {
        this.turnTo(keys[row]);
        this.timeline.add(columns, row);
      }
    }
  }

  toTheEnd() {
    this.askBefore(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  }

  /** Asks what comes before the instant from which a fact is usable. */
  private askBefore(key: number, instant: number) {
    const { keys, instants, positions } = this.questions;
    for (let at = this.question; at < keys.length; at += 1) {
      const isBefore =
        keys[at] < key || (keys[at] === key && instants[at] < instant);
      if (!isBefore) {
        this.question = at;
        return;
      }
      this.turnTo(keys[at]);
      this.timeline.ask(positions[at], instants[at]);
    }
    this.question = keys.length;
  }

  private turnTo(key: number) {
    if (key === this.key) return;
    this.key = key;
    this.timeline.clear();
  }
}
