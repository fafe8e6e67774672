import type { Fence, ReconcilerLease } from './lease';

/** Of the lease's time; after that nothing is begun any more, so that what was begun ends inside it. */
const SAFE_SHARE = 0.8;
const RENEWED_AFTER_SHARE = 1 / 3;

/**
 * This process's view of the lease. The database refuses writes of an old epoch, but
 * nobody refuses a call to an engine: a process that was paused has to notice by its
 * own clock, which goes on while it is paused, that its time may be over.
 */
export class Leadership {
  #held: { readonly fence: Fence; readonly since: number } | undefined;

  constructor(
    private readonly lease: ReconcilerLease,
    private readonly holder: string,
    private readonly seconds: number,
    /** Milliseconds that never go back. */
    private readonly monotonic: () => number,
  ) {}

  /** @returns undefined while another process reconciles */
  async hold(): Promise<Fence | undefined> {
    if (this.#held && this.#age() < this.#share(RENEWED_AFTER_SHARE)) {
      return this.#held.fence;
    }
    // From before the question: the lease cannot have begun earlier.
    const since = this.monotonic();
    const fence = await this.lease.hold(this.holder, this.seconds);
    this.#held = fence && { fence, since };
    return fence;
  }

  /** Whether it is safe to begin something that only the holder may do. */
  holds(fence: Fence): boolean {
    return (
      this.#held?.fence.epoch === fence.epoch &&
      this.#age() < this.#share(SAFE_SHARE)
    );
  }

  /** The database said that a later epoch has begun. */
  lose(fence: Fence): void {
    if (this.#held?.fence.epoch === fence.epoch) this.#held = undefined;
  }

  async release(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    if (held) await this.lease.release(held.fence);
  }

  #age(): number {
    return this.monotonic() - (this.#held?.since ?? -Infinity);
  }

  #share(share: number): number {
    return this.seconds * 1000 * share;
  }
}
