import type { StepView, Trouble } from '../api/runs';
import { expectedOf } from '../checks/judge';
import { CHECKS_GATE } from '../gates/judgeGates';
import type { ChecksDocument } from '../evidence/checksDocument';
import type { GatesDocument } from '../evidence/gatesDocument';
import type { Judgement } from '../evidence/judgeEvidence';
import type { Blocker, Verdict } from '../evidence/verdict';
import { figure } from '../metrics/figure';
import type { RunState } from '../runs/runState';
import { RUNBOOK } from './runbooks';

export interface TroubleSources {
  readonly state: RunState;
  readonly because: string | null;
  readonly steps: readonly StepView[];
  readonly checks?: ChecksDocument | null;
  readonly gates?: GatesDocument | null;
  readonly judgement: Judgement;
  /** Documents that cannot be read. */
  readonly unreadable: readonly string[];
}

/** What a reader of a run that did not go well needs first; nothing of one that did. */
export function troublesOf(sources: TroubleSources): Trouble[] {
  switch (sources.state) {
    case 'blocked':
      return ofBlocked(sources);
    case 'failed':
      return ofFailed(sources);
    case 'lost':
      return [
        plain(
          `The engine no longer knows this run. ${sources.because ?? ''} What was sealed is kept: Retry goes on after the last step that ended. If the engine finds it, it goes on by itself.`,
          RUNBOOK.cutOff,
        ),
      ];
    default:
      return [];
  }
}

function ofBlocked(sources: TroubleSources): Trouble[] {
  const { judgement, unreadable, because } = sources;
  const troubles = [
    ...judgement.disagreements.map(what => plain(what, RUNBOOK.blocked)),
    ...unreadable.map(what => plain(what, RUNBOOK.blocked)),
    ...blockers(judgement.checks).map(one => ofCheck(one, sources)),
    ...blockers(judgement.gates)
      // Its reasons are the checks' own, told above.
      .filter(({ id }) => id !== CHECKS_GATE || !judgement.checks)
      .map(one => ofGate(one, sources)),
  ];
  return troubles.length > 0
    ? troubles
    : [plain(because ?? 'A step blocked it.', RUNBOOK.blocked)];
}

function blockers(verdict: Verdict | null): readonly Blocker[] {
  return verdict?.verdict === 'blocked' ? verdict.because : [];
}

function ofCheck({ id, reason, message }: Blocker, { checks }: TroubleSources) {
  const result = resultOf(checks?.results, it => it.check === id, message);
  const observed = result?.observed ?? null;
  return {
    what: `Check ${id} ${reason}. ${message}`,
    measured: observed === null ? null : figure(observed),
    expected: result?.expected ?? null,
    reason:
      checks?.required.find(
        check => check.id === id && expectedOf(check) === result?.expected,
      )?.reason ?? null,
    help: { to: 'check', check: id },
  } satisfies Trouble;
}

function ofGate({ id, reason, message }: Blocker, { gates }: TroubleSources) {
  const result = resultOf(gates?.results, it => it.gate === id, message);
  const measured = result?.measured ?? null;
  return {
    what: `Gate ${id} ${reason}. ${message}`,
    measured: measured === null ? null : figure(measured),
    expected: result?.expected ?? null,
    reason: result?.reason ?? null,
    help: { to: 'gate', gate: id },
  } satisfies Trouble;
}

/** A pipeline may ask the same twice, with other bounds: the message tells which of them blocked. */
function resultOf<Result extends { readonly message: string }>(
  results: readonly Result[] = [],
  isOf: (result: Result) => boolean,
  message: string,
): Result | undefined {
  const own = results.filter(isOf);
  return own.find(result => result.message === message) ?? own[0];
}

function ofFailed({ steps, because }: TroubleSources): Trouble[] {
  const failed = steps.filter(({ state }) => state === 'failed');
  return failed.length === 0
    ? [plain(because ?? 'The engine could not execute it.', RUNBOOK.cutOff)]
    : failed.map(({ name, because: reasons }) => ({
        what: `Step ${name} failed. ${reasons.join(' ')}`.trim(),
        measured: null,
        expected: null,
        reason: null,
        help: { to: 'log', step: name },
      }));
}

function plain(what: string, page: string): Trouble {
  return {
    what,
    measured: null,
    expected: null,
    reason: null,
    help: { to: 'runbook', page },
  };
}
