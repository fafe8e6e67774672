const FIRST_MILLISECONDS = 500;
const LONGEST_MILLISECONDS = 60_000;

/** When to ask again for what the cluster did not have: runs that are lost are asked for for ever. */
export class Misses {
  readonly #missed = new Map<string, { times: number; notBefore: number }>();

  constructor(private readonly monotonic: () => number) {}

  isDue(name: string): boolean {
    return this.monotonic() >= (this.#missed.get(name)?.notBefore ?? 0);
  }

  missed(name: string): void {
    const times = (this.#missed.get(name)?.times ?? 0) + 1;
    const pause = Math.min(
      FIRST_MILLISECONDS * 2 ** (times - 1),
      LONGEST_MILLISECONDS,
    );
    this.#missed.set(name, { times, notBefore: this.monotonic() + pause });
  }

  met(name: string): void {
    this.#missed.delete(name);
  }
}
