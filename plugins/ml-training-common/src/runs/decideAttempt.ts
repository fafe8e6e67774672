import type { AttemptEnd } from './records';
import { hasEnded, type RunState } from './runState';

/*
 * What becomes of a run's newest attempt.
 *
 * An attempt is recorded as queued. The service says in the record that it hands it
 * over, and only then gives it to the engine: an answer that got lost, because the
 * service was killed in between, leaves a trace, and since submitting is idempotent
 * the attempt is given again. From then on the engine says whether it waits, runs or
 * is gone, and the store says how it ended. The store outweighs the engine: an end
 * that is sealed is the end. An engine that cannot be asked says nothing, so that
 * nothing changes. One that does not know the attempt may have been asked too early
 * or too late: only several misses make it lost, and a lost one that is found again
 * goes on. Who asked to stop gets a stopped run, unless it was done before that.
 *
 * | recorded     | handed over | stop asked | end in the store    | engine      | does     | becomes             |
 * | ------------ | ----------- | ---------- | ------------------- | ----------- | -------- | ------------------- |
 * | ended        | *           | *          | *                   | *           | nothing  | as it was, for ever |
 * | *            | *           | no         | any                 | *           | record   | what the end says   |
 * | *            | *           | yes        | succeeded, blocked  | *           | record   | what the end says   |
 * | *            | *           | yes        | failed, stopped     | *           | record   | stopped             |
 * | *            | no          | yes        | none                | *           | record   | stopped             |
 * | *            | *           | yes        | none                | stopped     | record   | stopped             |
 * | *            | *           | *          | none                | unreachable | record   | as it was           |
 * | *            | maybe       | yes        | none                | *           | submit   |                     |
 * | *            | yes         | yes        | none                | *           | stop     |                     |
 * | *            | no          | no         | none                | *           | announce |                     |
 * | *            | maybe       | no         | none                | *           | submit   |                     |
 * | *            | yes         | no         | none                | not asked   | ask      |                     |
 * | *            | yes         | no         | none                | pending     | record   | queued; running     |
 * |              |             |            |                     |             |          | where steps began   |
 * | *            | yes         | no         | none                | running     | record   | running             |
 * | queued or    | yes         | no         | none                | ended, gone | record   | lost after so many  |
 * | running      |             |            |                     |             |          | misses, till then   |
 * |              |             |            |                     |             |          | as it was           |
 * | lost         | yes         | no         | none                | ended, gone | record   | lost                |
 */

/** Consecutive times that an engine may not know an attempt before it counts as lost. */
export const MISSES_UNTIL_LOST = 3;

/** What an attempt waits for between the record that it is handed over and the engine's answer. */
export const HANDING_OVER = 'It is being handed to the engine.';

export type EngineWord =
  | { readonly says: 'not asked' }
  | { readonly says: 'pending'; readonly because: string }
  | { readonly says: 'running' }
  /** Done with it; how it ended is not in the store. */
  | { readonly says: 'ended' }
  | { readonly says: 'gone'; readonly because: string }
  /** Everything that belonged to the attempt has ended on request. */
  | { readonly says: 'stopped' }
  /** Not configured, or it threw: a sentence. */
  | { readonly says: 'unreachable'; readonly because: string };

export interface AttemptSituation {
  readonly state: RunState;
  readonly pending: string | null;
  /** `maybe`: announced, but nobody recorded that the engine took it. */
  readonly handedOver: 'no' | 'maybe' | 'yes';
  /** Who asked to stop it. */
  readonly stopAskedBy: string | null;
  /** How it ended, by the store. */
  readonly end: AttemptEnd['status'] | null;
  /** A step was begun. */
  readonly begun: boolean;
  readonly engine: EngineWord;
  /** Consecutive times that the engine did not know it, this one included. */
  readonly misses: number;
}

export type AttemptDecision =
  | { readonly do: 'nothing' | 'announce' | 'submit' | 'ask' | 'stop' }
  | {
      readonly do: 'record';
      readonly state: RunState;
      readonly because: string | null;
      readonly pending: string | null;
    };

/** What to do next about an attempt; see the table above. */
export function decideAttempt(situation: AttemptSituation): AttemptDecision {
  const { state, handedOver, stopAskedBy, end, engine } = situation;
  if (hasEnded(state)) return { do: 'nothing' };
  const stopped = record('stopped', `${stopAskedBy} stopped it.`);
  if (end) {
    return stopAskedBy !== null && (end === 'failed' || end === 'stopped')
      ? stopped
      : record(end, null);
  }
  if (stopAskedBy !== null) {
    if (handedOver === 'no' || engine.says === 'stopped') return stopped;
    if (engine.says === 'unreachable') return unchanged(situation, engine);
    return { do: handedOver === 'maybe' ? 'submit' : 'stop' };
  }
  if (engine.says === 'unreachable') return unchanged(situation, engine);
  if (handedOver !== 'yes') {
    return { do: handedOver === 'no' ? 'announce' : 'submit' };
  }
  return heard(situation);
}

function heard(situation: AttemptSituation): AttemptDecision {
  const { state, begun, engine, misses } = situation;
  switch (engine.says) {
    case 'pending':
      return record(begun ? 'running' : 'queued', null, engine.because);
    case 'running':
      return record('running', null);
    case 'ended':
    case 'gone':
      return state === 'lost' || misses >= MISSES_UNTIL_LOST
        ? record('lost', lostBecause(engine))
        : record(state, null, situation.pending);
    default:
      return { do: 'ask' };
  }
}

function lostBecause(engine: EngineWord & { says: 'ended' | 'gone' }): string {
  return engine.says === 'gone'
    ? engine.because
    : 'The engine is done with it, but the store does not say how it ended.';
}

function unchanged(
  { state, pending }: AttemptSituation,
  { because }: { readonly because: string | null },
): AttemptDecision {
  return record(state, because, pending);
}

function record(
  state: RunState,
  because: string | null,
  pending: string | null = null,
): AttemptDecision {
  return { do: 'record', state, because, pending };
}
