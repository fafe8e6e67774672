import type { Batch } from '../duckdb/session';

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

/** The first columns of both streams: a key's number, and the instant in microseconds. */
const KEY = 0;
const INSTANT = 1;
/** Of a question: the example's position. */
const EXAMPLE = 2;

/**
 * Walks questions and facts side by side, both ordered by key and instant, and
 * holds no more of either than a batch. A fact that becomes usable at the very
 * instant of a question is seen by it.
 */
export async function sweep(
  questions: AsyncIterable<Batch>,
  facts: AsyncIterator<Batch>,
  timeline: Timeline,
): Promise<void> {
  let batch = await nextBatch(facts);
  let row = 0;
  let current = Number.NaN;
  for await (const { columns, rows } of questions) {
    const [keys, instants, positions] = [
      columns[KEY],
      columns[INSTANT],
      columns[EXAMPLE],
    ];
    for (let question = 0; question < rows; question += 1) {
      const key = keys[question];
      const instant = instants[question];
      if (key !== current) {
        timeline.clear();
        current = key;
      }
      while (batch) {
        const factKey = batch.columns[KEY][row];
        if (factKey > key) break;
        if (factKey === key) {
          if (batch.columns[INSTANT][row] > instant) break;
          timeline.add(batch.columns, row);
        }
        row += 1;
        if (row === batch.rows) {
          batch = await nextBatch(facts);
          row = 0;
        }
      }
      timeline.ask(positions[question], instant);
    }
  }
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
