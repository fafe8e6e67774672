import type { CheckResult } from '../../checks/check';
import type { Cell } from '../reportParts';

const STATUS: Record<CheckResult['status'], Cell> = {
  pass: { words: '✓ pass', tone: 'good' },
  warn: { words: '! warning', tone: 'warning' },
  fail: { words: '✕ fail', tone: 'bad' },
  error: { words: '? not computed', tone: 'bad' },
  skipped: { words: '– skipped', tone: 'quiet' },
};

/** A status by sign and word; colour only adds to them. */
export function statusCell(status: CheckResult['status']): Cell {
  return STATUS[status];
}

/** What did not pass is what a reader looks for. */
export function passesLast<T extends Pick<CheckResult, 'status'>>(
  results: readonly T[],
): T[] {
  return [
    ...results.filter(({ status }) => status !== 'pass'),
    ...results.filter(({ status }) => status === 'pass'),
  ];
}
