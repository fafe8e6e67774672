/**
 * A call that waits for quiet: however often it is asked for, it happens once,
 * `quietMs` after the last asking.
 */
export function debounced(quietMs: number, call: () => void) {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return {
    ask() {
      clearTimeout(waiting);
      waiting = setTimeout(call, quietMs);
    },
    cancel() {
      clearTimeout(waiting);
    },
  };
}
