/**
 * Does something with every item as it arrives, a few at a time. After the first
 * failure no further item is asked for; those at work are waited for, so that
 * nothing goes on behind the caller's back.
 */
export async function eachArriving<T>(
  limit: number,
  items: AsyncIterable<T>,
  work: (item: T, nth: number) => Promise<void>,
): Promise<void> {
  const atWork = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let nth = 0;
  try {
    for await (const item of items) {
      nth += 1;
      const doing: Promise<void> = work(item, nth)
        .catch(failure => {
          failures.push(failure);
        })
        .finally(() => atWork.delete(doing));
      atWork.add(doing);
      if (atWork.size >= limit) await Promise.race(atWork);
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(atWork);
  }
  if (failures.length > 0) throw failures[0];
}
