/**
 * Examples by key, and of one key in the order of time: three columns of one
 * table. Examples without a key are left out.
 */
export interface Questions {
  /** In the examples' file. */
  readonly positions: Int32Array;
  readonly keys: Int32Array;
  /** Of the predictions, in microseconds. */
  readonly instants: Float64Array;
}

/**
 * Orders examples by key. They are in the order of time already, so that counting
 * how many each key has tells where each of them belongs.
 *
 * @param instants - by position, never decreasing
 * @param positions - of examples that have a key, in whatever order
 * @param keys - beside them, whole numbers from 0
 */
export function questionsOf(
  instants: Float64Array,
  positions: Float64Array,
  keys: Float64Array,
): Questions {
  const NONE = -1;
  const keyOf = new Int32Array(instants.length).fill(NONE);
  let highest = NONE;
  for (let at = 0; at < keys.length; at += 1) {
    keyOf[positions[at]] = keys[at];
    highest = Math.max(highest, keys[at]);
  }
  const starts = new Int32Array(highest + 2);
  for (let at = 0; at < keys.length; at += 1) starts[keys[at] + 1] += 1;
  for (let key = 0; key <= highest; key += 1) starts[key + 1] += starts[key];
  const ordered: Questions = {
    positions: new Int32Array(keys.length),
    keys: new Int32Array(keys.length),
    instants: new Float64Array(keys.length),
  };
  for (let position = 0; position < keyOf.length; position += 1) {
    const key = keyOf[position];
    if (key !== NONE) {
      const at = starts[key];
      starts[key] += 1;
      ordered.positions[at] = position;
      ordered.keys[at] = key;
      ordered.instants[at] = instants[position];
    }
  }
  return ordered;
}
