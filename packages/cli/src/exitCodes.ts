/** What the process says when it ends; scripts and schedulers rely on it. */
export const EXIT = {
  succeeded: 0,
  failed: 1,
  /** Wrong use, an invalid specification, a stale lock, a run id that cannot be used. */
  wrongUse: 2,
  /** A check or a gate said no: a decision, not a fault. */
  blocked: 10,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
