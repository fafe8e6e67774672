import { blockerText } from '@trainyard/backstage-plugin-ml-training-common';
import type { JudgedAttempt } from './endAttempt';

/** Why a run ended as it did, in a sentence, with what else a reader has to know; null where all went well. */
export function whyEnded(
  attempt: JudgedAttempt,
  notes: readonly (string | null)[],
): string | null {
  const said = [reasonOf(attempt), ...notes].filter(note => note !== null);
  return said.length > 0 ? said.join(' ') : null;
}

function reasonOf(attempt: JudgedAttempt): string | null {
  switch (attempt.state) {
    case 'succeeded':
      return null;
    case 'stopped':
      return attempt.decision.because ?? 'It was stopped.';
    case 'failed':
      return stepsReason(attempt, 'failed') ?? 'It failed.';
    default:
      return blockedBecause(attempt);
  }
}

function blockedBecause(attempt: JudgedAttempt): string {
  const { judgement, verdict } = attempt;
  const blockers = [judgement.checks, judgement.gates].flatMap(it =>
    it?.verdict === 'blocked' ? it.because : [],
  );
  const told = [...judgement.disagreements, ...blockers.map(blockerText)];
  if (told.length === 0) {
    return (
      stepsReason(attempt, 'blocked') ??
      (verdict.verdict === 'blocked'
        ? blockerText(verdict.because[0])
        : 'A step blocked it.')
    );
  }
  const more = told.length - 1;
  return more > 0 ? `${told[0]} And ${more} more.` : told[0];
}

function stepsReason(
  { end }: JudgedAttempt,
  status: 'failed' | 'blocked',
): string | undefined {
  const step = end?.steps.find(it => it.status === status);
  return (
    step && `Step ${step.id} ${status}: ${shortened(step.because) || UNSAID}`
  );
}

/** A step's reason is followed by its last words: the newest of those tell most. */
function shortened([first = '', ...words]: readonly string[]): string {
  return [first, ...words.slice(-LAST_WORDS)].map(it => it.trim()).join(' ');
}

const UNSAID = 'it does not say why.';
const LAST_WORDS = 3;
