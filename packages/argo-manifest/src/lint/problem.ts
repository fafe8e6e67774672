import type { Problem } from '@trainyard/backstage-plugin-ml-training-common';

export type Words = Pick<Problem, 'expected' | 'found' | 'advice'>;

export function problem(
  path: Problem['path'],
  words: Words,
  severity: Problem['severity'] = 'error',
): Problem {
  return { file: 'pipeline.yaml', path, severity, ...words };
}

/** Of what somebody wrote, as much as one reads. */
export function quoted(text: string): string {
  const most = 80;
  return JSON.stringify(text.length > most ? `${text.slice(0, most)}…` : text);
}
