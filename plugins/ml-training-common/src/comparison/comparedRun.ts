import type { EvaluationDocument } from '../evidence/evaluationDocument';
import type { RunDescription } from './compareRuns';

/** One of several runs that are held side by side. */
export interface ComparedRun {
  readonly run: string;
  readonly description: RunDescription;
  /** Before it has, nobody knows what will come of it. */
  readonly hasEnded: boolean;
  /** Absent where it was not evaluated. */
  readonly evaluation?: EvaluationDocument;
}
