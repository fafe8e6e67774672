/** A promise that took too long; what it was about may still happen. */
export class OutOfPatience extends Error {
  override readonly name = 'OutOfPatience';
}

/** @throws OutOfPatience where the work takes longer, so that one that hangs holds up nobody else */
export async function within<T>(
  milliseconds: number,
  work: Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new OutOfPatience(
            `It did not answer within ${milliseconds / 1000} s.`,
          ),
        ),
      milliseconds,
    );
    timer.unref();
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
