import {
  problemText,
  type Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { CommandConsole } from './console';
import { plainText } from './terminal/plainText';

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

/** A problem a line, errors first, and how many there are. */
export function tellProblems(
  problems: readonly Problem[],
  { err }: CommandConsole,
): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  for (const problem of [...errors, ...warnings]) {
    err.write(`${problem.severity}: ${plainText(problemText(problem))}\n`);
  }
  if (errors.length > 0) {
    err.write(
      `${errors.length} ${errors.length === 1 ? 'problem' : 'problems'}\n`,
    );
  }
}
