/**
 * Does something with every item, a few at a time, and answers in the order of the
 * items. After the first failure no further item is begun; those at work are
 * waited for, so that nothing goes on behind the caller's back.
 */
export async function eachAtMost<T, R>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const workThrough = async () => {
    while (next < items.length && failures.length === 0) {
      const at = next;
      next += 1;
      try {
        answers[at] = await work(items[at]);
      } catch (failure) {
        failures.push(failure);
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, workThrough));
  if (failures.length > 0) throw failures[0];
  return answers;
}
