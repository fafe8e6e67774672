import type { PlanStep } from '@trainyard/backstage-plugin-ml-training-common';
import { adviseOnLog } from '../commands/adviseOnLog';
import type { Performed } from './stepJob';

/** A command that ends so has decided against going on; it did not break. */
export const EXIT_BLOCKED = 10;

/** How a command came to its end. */
export interface CommandEnding {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
}

/**
 * Says what the end of a command means for its step.
 *
 * @param faults - what it did wrong otherwise, in words, such as touching its inputs
 * @param readTail - the last lines of its log, asked for when there is something to explain
 */
export async function judgeCommand(
  step: PlanStep,
  end: CommandEnding,
  faults: readonly string[],
  readTail: (lines: number) => Promise<string>,
): Promise<Pick<Performed, 'verdict' | 'because'>> {
  if (end.exitCode !== 0 && end.exitCode !== EXIT_BLOCKED) {
    const words = whyItEnded(end, step, await readTail(TAIL_LINES));
    return { verdict: 'failed', because: [...words, ...faults] };
  }
  if (faults.length > 0) return { verdict: 'failed', because: faults };
  if (end.exitCode === 0) return { verdict: 'succeeded', because: [] };
  return {
    verdict: 'blocked',
    because: whyItBlocked(step, await readTail(TAIL_LINES)),
  };
}

const TAIL_LINES = 8;

function whyItEnded(
  end: CommandEnding,
  step: PlanStep,
  tail: string,
): string[] {
  const advice = adviseOnLog(tail);
  return [
    `"${step.command?.join(' ')}" ${howItEnded(end, step)}. ${tail ? 'Its last words:' : 'It said nothing.'}`,
    ...indented(tail),
    ...(advice ? [advice] : []),
  ];
}

function howItEnded(end: CommandEnding, { resources }: PlanStep): string {
  if (end.timedOut) {
    return `did not end within its timeout of ${resources.timeout_seconds} s`;
  }
  if (end.signal === 'SIGKILL') {
    return 'was ended by SIGKILL: by a person, or for want of memory';
  }
  if (end.signal) return `was ended by ${end.signal}`;
  return `ended with exit code ${end.exitCode}`;
}

function whyItBlocked(step: PlanStep, tail: string): string[] {
  return [
    `"${step.command?.join(' ')}" decided to block (exit code ${EXIT_BLOCKED})`,
    ...indented(tail),
  ];
}

function indented(tail: string): string[] {
  return tail ? tail.split('\n').map(line => `  ${line}`) : [];
}
