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
  { positions, keys, instants }: Questions,
  facts: AsyncIterator<Batch>,
  timeline: Timeline,
): Promise<void> {
  let batch = await nextBatch(facts);
  let row = 0;
  let current = Number.NaN;
  for (let question = 0; question < positions.length; question += 1) {
    const position = positions[question];
    const key = keys[position];
    const instant = instants[position];
    if (key !== current) {
      timeline.clear();
      current = key;
    }
    while (batch) {
      const factKey = batch.columns[FACT.key][row];
      if (factKey > key) break;
      if (factKey === key) {
        if (batch.columns[FACT.usable][row] > instant) break;
        timeline.add(batch.columns, row);
      }
      row += 1;
      if (row === batch.rows) {
        batch = await nextBatch(facts);
        row = 0;
      }
    }
    timeline.ask(position, instant);
  }
  await facts.return?.();
}

/** The next batch that has rows, or undefined after the last one. */
async function nextBatch(
  batches: AsyncIterator<Batch>,
): Promise<Batch | undefined> {
  for (;;) {
    const { value, done } = await batches.next();
    if (done) return undefined;
    if (value.rows > 0) return value;
  }
}
