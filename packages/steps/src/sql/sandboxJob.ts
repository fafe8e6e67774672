import { z } from 'zod';

/** What the sandbox is told: one line of JSON on its standard input. */
export const sandboxJob = z.strictObject({
  /** A database file that the sandbox creates; the answers go there. */
  database: z.string(),
  /**
   * A folder of its own, in which nothing else lies: the engine lets SELECTs reach
   * into the folder where it spills, also behind the locked door.
   */
  spillFolder: z.string(),
  threads: z.int().positive(),
  memoryBytes: z.int().positive(),
  spillBytes: z.int().nonnegative(),
  /** Read before the door is locked. `select` is ours, never a team's text. */
  loads: z.array(z.strictObject({ name: z.string(), select: z.string() })),
  /** Judged SELECTs of the team, run behind the locked door. */
  selects: z.array(
    z.strictObject({
      name: z.string(),
      text: z.string(),
      threads: z.int().positive(),
    }),
  ),
});
export type SandboxJob = z.output<typeof sandboxJob>;

/** What the sandbox answers: one line of JSON on its standard output. */
export const sandboxAnswer = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('done') }),
  z.strictObject({
    outcome: z.literal('failed'),
    /** Of the SELECT that failed; absent where a load did. */
    select: z.string().optional(),
    message: z.string(),
  }),
]);
export type SandboxAnswer = z.output<typeof sandboxAnswer>;
