import { randomBytes } from 'node:crypto';

/** A new id sorts by nothing and says the pipeline, so that a person can tell runs apart; as on the command line. */
export function newRunId(pipeline: string): string {
  return `${pipeline}-${randomBytes(5).toString('hex')}`;
}
