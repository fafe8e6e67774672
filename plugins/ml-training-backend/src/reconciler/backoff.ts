const FIRST_MILLISECONDS = 500;
const LONGEST_MILLISECONDS = 30_000;

/** When a run that made trouble is looked at again: twice as late each time, and not all at once. */
export class Backoff {
  readonly #troubles = new Map<string, { times: number; notBefore: number }>();

  constructor(
    private readonly monotonic: () => number,
    /** From 0 up to 1. */
    private readonly random: () => number,
  ) {}

  isDue(run: string): boolean {
    const trouble = this.#troubles.get(run);
    return !trouble || this.monotonic() >= trouble.notBefore;
  }

  failed(run: string): void {
    const times = (this.#troubles.get(run)?.times ?? 0) + 1;
    const wait = Math.min(
      FIRST_MILLISECONDS * 2 ** (times - 1),
      LONGEST_MILLISECONDS,
    );
    this.#troubles.set(run, {
      times,
      notBefore: this.monotonic() + wait * (0.5 + this.random() / 2),
    });
  }

  worked(run: string): void {
    this.#troubles.delete(run);
  }

  /** Somebody asks for it: whoever was waited for may be back. */
  forgetAll(): void {
    this.#troubles.clear();
  }
}
