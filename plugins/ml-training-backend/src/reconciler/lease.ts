/** Proof of being the one that reconciles: every state write carries it and is refused when a later epoch has begun. */
export interface Fence {
  readonly epoch: number;
}

/** The one row that says who reconciles. Times are the database's, since clocks of hosts differ. */
export interface ReconcilerLease {
  /**
   * Takes or renews the lease.
   *
   * @returns undefined while another holder's lease has not run out
   */
  hold(holder: string, seconds: number): Promise<Fence | undefined>;
  /** Lets go, so that another need not wait. */
  release(fence: Fence): Promise<void>;
}
