import {
  ConflictError,
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  problemText,
  trainingSubmitPermission,
  type Digest,
  type Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Caller } from '../callers/caller';
import { TooManyRequestsError } from '../router/tooManyRequests';
import type { SourceTrouble } from '../sources/sourceReader';
import type { RunStore } from './runStore';
import type { SubmitRate } from './submitRate';
import type { SubmitOutcome } from './submitRun';

export interface StartOncePorts {
  readonly runs: Pick<RunStore, 'findByToken'>;
  readonly rate: SubmitRate;
  /** Has the reconciler look now, and tells open pages. */
  readonly changed: (run: string) => void;
}

/** A token that was used answers with what it started, costs nothing and reads nothing. */
export async function startOnce(
  caller: Caller,
  token: string,
  digest: Digest,
  { runs, rate, changed }: StartOncePorts,
  start: () => Promise<SubmitOutcome>,
): Promise<{ readonly run: string; readonly created: boolean }> {
  const known = await runs.findByToken(caller.principal, token);
  if (known && known.requestDigest !== digest) throw tokenTaken(known.run);
  if (known) return { run: known.run, created: false };
  const wait = rate.take(caller.principal);
  if (wait > 0) {
    throw new TooManyRequestsError(
      `You have started many runs in a short time. Try again in ${wait} s.`,
      wait,
    );
  }
  const started = await start();
  switch (started.outcome) {
    case 'started':
      changed(started.run);
      return { run: started.run, created: true };
    case 'already started':
      return { run: started.run, created: false };
    case 'token used for another request':
      throw tokenTaken(started.run);
    case 'not allowed in':
      throw new NotAllowedError(
        `The specification says namespace ${started.namespace}, in which you may not start runs. This needs the permission ${trainingSubmitPermission.name} there: ask those who administer the portal, or mend the specification.`,
      );
    case 'invalid':
      throw withProblems(
        new InputError(
          `The pipeline cannot be run. ${wordsOf(started.problems)}`,
        ),
        started.problems,
      );
    default:
      throw errorOfTrouble(started);
  }
}

function tokenTaken(run: string): ConflictError {
  return new ConflictError(
    `This token started run ${run} with another request. Choose a new token for a new run.`,
  );
}

function errorOfTrouble({ kind, problem }: SourceTrouble): Error {
  const words = problemText(problem);
  const error =
    kind === 'moved' || kind === 'unreachable'
      ? new PASSING[kind](words)
      : new InputError(words);
  return withProblems(error, [problem]);
}

/** Troubles that trying again may mend. */
const PASSING = { moved: ConflictError, unreachable: ServiceUnavailableError };

/** Own properties of an error reach the caller: TrainingError.details. */
function withProblems<E extends Error>(
  error: E,
  problems: readonly Problem[],
): E {
  return Object.assign(error, { problems });
}

/** The first few: the whole list stands beside the words. */
function wordsOf(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const shown = errors.slice(0, 3).map(problemText);
  const more = errors.length - shown.length;
  return [...shown, ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
}
