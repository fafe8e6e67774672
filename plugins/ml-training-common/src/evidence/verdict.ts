import { z } from 'zod';

/** Why a check or a gate keeps a model from passing. */
export const blocker = z.strictObject({
  /** Of the check or gate. */
  id: z.string(),
  reason: z.enum([
    'failed',
    'could not be computed',
    'was not run',
    'is missing',
  ]),
  /** What was measured, against what was expected. */
  message: z.string(),
});
export type Blocker = z.output<typeof blocker>;

export const verdict = z.discriminatedUnion('verdict', [
  z.strictObject({ verdict: z.literal('passed') }),
  z.strictObject({
    verdict: z.literal('blocked'),
    because: z.array(blocker).min(1),
  }),
]);
export type Verdict = z.output<typeof verdict>;

export function verdictOf(because: readonly Blocker[]): Verdict {
  return because.length === 0
    ? { verdict: 'passed' }
    : { verdict: 'blocked', because: [...because] };
}

/** A blocker as a sentence for a terminal or a manifest. */
export function blockerText({ id, reason, message }: Blocker): string {
  return `${id} ${reason}: ${message}`;
}
