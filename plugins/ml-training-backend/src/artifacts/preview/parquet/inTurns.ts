/** Runs jobs as they are given, never more than so many at once; the others wait in their order. */
export function inTurns(
  most: number,
): <T>(job: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async job => {
    if (running < most) running += 1;
    // Whoever ends hands its place on.
    else await new Promise<void>(resolve => waiting.push(resolve));
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
