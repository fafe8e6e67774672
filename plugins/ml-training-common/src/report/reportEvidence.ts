import type { CalibrationDocument } from '../calibration/calibrationDocument';
import {
  recomputedChecksVerdict,
  type ChecksDocument,
} from '../evidence/checksDocument';
import type { EvaluationDocument } from '../evidence/evaluationDocument';
import {
  recomputedGatesVerdict,
  type GatesDocument,
} from '../evidence/gatesDocument';
import type { ProfileDocument } from '../evidence/profileDocument';
import type { SplitDocument } from '../evidence/splitDocument';
import type { Blocker } from '../evidence/verdict';
import type { PublishReportParameters } from '../plan/parameters/modelSteps';

/** What a report tells of. What is absent was skipped, and the report says so. */
export interface ReportEvidence {
  readonly parameters: PublishReportParameters;
  readonly profile?: ProfileDocument;
  readonly split?: SplitDocument;
  readonly checks?: ChecksDocument;
  readonly calibration?: CalibrationDocument;
  readonly evaluation?: EvaluationDocument;
  readonly gates?: GatesDocument;
}

/** How a run ended, as far as its evidence tells. */
export type RunOutcome =
  | { readonly outcome: 'candidate' }
  | {
      readonly outcome: 'blocked before training' | 'blocked by gates';
      readonly because: readonly Blocker[];
    }
  | { readonly outcome: 'not decided'; readonly because: string };

/** Recomputed from results: a report repeats nobody's verdict. */
export function outcomeOf({ checks, gates }: ReportEvidence): RunOutcome {
  if (!checks) return undecided('The dataset was not checked.');
  const ofChecks = recomputedChecksVerdict(checks);
  if (!ofChecks) return undecided(unknownRules(checks.rules.version));
  if (!gates) {
    return ofChecks.verdict === 'blocked'
      ? { outcome: 'blocked before training', because: ofChecks.because }
      : undecided('The gates were not run.');
  }
  const ofGates = recomputedGatesVerdict(gates);
  if (!ofGates) return undecided(unknownRules(gates.rules.version));
  if (ofGates.verdict === 'blocked') {
    return { outcome: 'blocked by gates', because: ofGates.because };
  }
  return ofChecks.verdict === 'blocked'
    ? { outcome: 'blocked by gates', because: ofChecks.because }
    : { outcome: 'candidate' };
}

function undecided(because: string): RunOutcome {
  return { outcome: 'not decided', because };
}

function unknownRules(version: string): string {
  return `Nobody here knows the rules ${version} by which it was judged.`;
}
