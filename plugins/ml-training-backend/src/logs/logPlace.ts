import {
  hasEnded,
  type Digest,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { LogPiece } from '@trainyard/backstage-plugin-ml-training-node';
import type { LogPorts, StepOfRun } from './logPorts';

/** What keeps a log just now. */
export type LogPlace =
  | { readonly place: 'sealed'; readonly log: Digest; readonly size: number }
  | {
      readonly place: 'live';
      readonly from: (
        byte: number,
        signal: AbortSignal,
      ) => Promise<AsyncIterable<LogPiece> | undefined>;
    }
  /** The step has not begun, and may. */
  | { readonly place: 'nowhere yet' }
  /** The step has ended, or never began, and left no log. */
  | { readonly place: 'nowhere' };

/** Where the log of a step's newest try lies. */
export async function logPlace(
  { store, runs, engines }: LogPorts,
  { run, namespace, attempt, step }: StepOfRun,
): Promise<LogPlace> {
  // Asked before the store: what has ended by now has left its manifest there.
  const entry = await runs.find(run);
  const view = (await runs.steps(run, attempt)).find(it => it.name === step);
  const tried = entry?.attempts.find(it => it.attempt === attempt);
  const isOver =
    !entry ||
    !tried ||
    attempt < entry.summary.attempt ||
    hasEnded(tried.state);

  const { blobs, runs: sealed } = await store(namespace);
  const manifest = await sealed.findStep(run, attempt, step);
  const begun = await sealed.findBegun(run, attempt, step);
  const isTriedAgain = begun && manifest && begun.try > manifest.try;
  if (manifest && (isOver || !isTriedAgain)) {
    const { log } = manifest;
    return log
      ? { place: 'sealed', log, size: await blobs.size(log) }
      : { place: 'nowhere' };
  }
  if (isOver) return { place: 'nowhere' };
  const mayBegin = view?.state === 'waiting' || view?.state === 'running';
  if (!begun && !mayBegin) return { place: 'nowhere' };
  const { ref } = entry;
  const engine = engines.get(tried.engine);
  if (!ref || ref.attempt !== attempt || !engine) {
    return { place: 'nowhere yet' };
  }
  return {
    place: 'live',
    from: (byte, signal) => engine.logs(ref, step, { from: byte, signal }),
  };
}
