import {
  hasEnded,
  type PipelineSummary,
  type RunMark,
} from '@trainyard/backstage-plugin-ml-training-common';
import { agoText } from '../values/agoText';
import { durationText } from '../values/durationText';

/** How a pipeline is doing, in words. */
export interface Health {
  readonly verdict: 'healthy' | 'needs attention' | 'unknown';
  /** Worst first; each a sentence. */
  readonly says: readonly string[];
}

/** A pipeline needs attention when its last ended run did not succeed, or when success is overdue. */
export function healthWords(
  {
    lastRuns,
    successRate,
    usualSeconds,
    lastSuccess,
    stale,
  }: Pick<
    PipelineSummary,
    'lastRuns' | 'successRate' | 'usualSeconds' | 'lastSuccess' | 'stale'
  >,
  now: Date,
): Health {
  const ended = lastRuns.filter(
    ({ state }) => hasEnded(state) || state === 'lost',
  );
  if (ended.length === 0) {
    return {
      verdict: 'unknown',
      says: [
        lastRuns.length === 0
          ? 'It has never run.'
          : 'Its first run has not ended yet.',
      ],
    };
  }
  const [newest] = ended;
  const bad = newest.state === 'succeeded' ? [] : troubleOf(ended, now);
  const late = stale ? [staleText(lastSuccess, now)] : [];
  const fine =
    newest.state === 'succeeded'
      ? [`Its last run succeeded ${ago(newest.submittedAt, now)}.`]
      : [];
  return {
    verdict: bad.length + late.length > 0 ? 'needs attention' : 'healthy',
    says: [
      ...bad,
      ...late,
      ...fine,
      ...(successRate === null ? [] : [rateText(successRate, lastRuns)]),
      ...(usualSeconds === null
        ? []
        : [`A run usually takes ${durationText(usualSeconds)}.`]),
    ],
  };
}

function troubleOf(ended: readonly RunMark[], now: Date): string[] {
  const [{ state, submittedAt }] = ended;
  const row = ended.findIndex(mark => mark.state === 'succeeded');
  const length = row === -1 ? ended.length : row;
  const was =
    state === 'blocked' || state === 'stopped' || state === 'lost'
      ? `was ${state}`
      : state;
  return [
    `Its last run ${was} ${ago(submittedAt, now)}.`,
    ...(length > 1 ? [`The last ${length} runs did not succeed.`] : []),
  ];
}

function staleText(lastSuccess: string | null, now: Date): string {
  return lastSuccess === null
    ? 'It has not succeeded for longer than usual.'
    : `Its last success was ${ago(lastSuccess, now)}, more than thrice the usual distance.`;
}

/** A lost run has not ended: it counts neither way. */
function rateText(rate: number, lastRuns: readonly RunMark[]): string {
  const ended = lastRuns.filter(({ state }) => hasEnded(state)).length;
  return `${Math.round(rate * ended)} of the last ${ended} ended runs succeeded.`;
}

function ago(at: string, now: Date): string {
  return agoText(new Date(at), now);
}
