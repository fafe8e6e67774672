import { z } from 'zod';

/** What a run can be, in the order in which a reader should worry. */
export const RUN_STATES = [
  'failed',
  'blocked',
  'lost',
  'running',
  'queued',
  'stopped',
  'succeeded',
] as const;
export const runState = z.enum(RUN_STATES);
export type RunState = z.output<typeof runState>;

/** A run in one of these changes no more, unless somebody retries it. */
export const ENDED_STATES = [
  'failed',
  'blocked',
  'stopped',
  'succeeded',
] as const satisfies readonly RunState[];

/** @returns whether nothing more happens to a run of its own accord */
export function hasEnded(state: RunState): boolean {
  return (ENDED_STATES as readonly RunState[]).includes(state);
}

export const STEP_STATES = [
  'failed',
  'blocked',
  'stopped',
  'running',
  'waiting',
  'skipped',
  'reused',
  'succeeded',
] as const;
export const stepState = z.enum(STEP_STATES);
export type StepState = z.output<typeof stepState>;
