import type { RunDetail } from '../api/runs';
import { hasEnded, type RunState } from '../runs/runState';

type Action = keyof RunDetail['actions'];

export interface ActionSituation {
  readonly state: RunState;
  readonly owner: string;
  readonly stopAsked: { readonly by: string } | null;
  /** Why a run in this state gets no further attempt; null where it may. */
  readonly refusedRetry: string | null;
  readonly engine: { readonly name: string; readonly configured: boolean };
  /** What the person who asks has the permission for. */
  readonly allowed: Readonly<Record<Action, boolean>>;
}

const WORDS: Record<Action, string> = {
  stop: 'stop runs',
  retry: 'retry runs',
  again: 'start runs',
  reproduce: 'reproduce runs',
};

/** Why an action cannot be done now, in words; null where it can. */
export function runActions(situation: ActionSituation): RunDetail['actions'] {
  const { allowed, owner } = situation;
  const reasonOf = (action: Action) =>
    allowed[action]
      ? REASON[action](situation)
      : `You lack the permission to ${WORDS[action]} of this pipeline. Ask its owner, ${owner}.`;
  return {
    stop: reasonOf('stop'),
    retry: reasonOf('retry'),
    again: reasonOf('again'),
    reproduce: reasonOf('reproduce'),
  };
}

const REASON: Record<Action, (situation: ActionSituation) => string | null> = {
  stop: ({ state, stopAsked }) => {
    if (hasEnded(state)) return 'It is not running any more.';
    return stopAsked ? `It is being stopped: ${stopAsked.by} asked.` : null;
  },
  retry: situation => situation.refusedRetry ?? engineReason(situation),
  again: engineReason,
  reproduce: situation =>
    situation.state === 'succeeded' || situation.state === 'blocked'
      ? engineReason(situation)
      : 'Only a run whose steps came to their end can be compared with a reproduction.',
};

function engineReason({ engine }: ActionSituation): string | null {
  return engine.configured
    ? null
    : `Its engine, ${engine.name}, is not configured any more.`;
}
