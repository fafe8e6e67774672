import { podName } from '@trainyard/argo-manifest';
import type { LogPiece } from '@trainyard/backstage-plugin-ml-training-node';
import { isFault } from '../api/apiError';
import { linesOf } from '../api/lines';
import type { OpenCluster } from '../clusters/cluster';
import { speakingPod } from '../manifest/podsOfWorkflow';
import { withoutArgo } from './argoLines';
import { followLog, type LogToFollow } from './followLog';
import { toldOf, tryUnderWay } from './saidInPod';

export interface LogRequest {
  readonly workflow: string;
  readonly step: string;
  readonly from: number;
  readonly signal: AbortSignal;
}

type Lines = (follow: boolean, reading: AbortSignal) => AsyncIterable<Buffer>;

/**
 * What a step says while it is being executed; undefined where it is not. A command
 * that is given secrets may say them, and the portal does not know them: its log
 * is to be had when the pod has sealed it with the secrets covered.
 */
export async function liveLog(
  { workflow, step, from, signal }: LogRequest,
  { api, cache }: OpenCluster,
): Promise<AsyncIterable<LogPiece> | undefined> {
  const known = cache.find(workflow);
  if (!known || known.finished) return undefined;
  const document = await api.get(workflow);
  if (!document) return undefined;
  const speaking = speakingPod(document, cache.remember(document), step);
  if (!speaking || speaking.hasSecrets) return undefined;

  const { node, kind } = speaking;
  const pod = podName(workflow, node);
  const lines: Lines = (follow, reading) =>
    linesOf(
      api.podLog({ workflow, pod, container: 'main', follow, signal: reading }),
    );
  const isOver = () => {
    const now = cache.find(workflow);
    const same = now?.pods?.find(({ name }) => name === node.name);
    return !now || now.finished || same?.phase !== 'Running';
  };
  const log: LogToFollow = {
    from,
    signal,
    isOver,
    changed: (milliseconds, waiting) => cache.changed(milliseconds, waiting),
    read: (follow, reading) => withoutArgo(lines(follow, reading)),
  };
  return kind === 'command'
    ? followLog(log)
    : builtinLog(log, lines, step).catch(error => {
        // The pod was about to be made, or is gone already.
        if (isFault(error, 'not found', 'invalid')) return undefined;
        throw error;
      });
}

/** The lines of one step, of a pod that executes several. */
async function builtinLog(
  log: LogToFollow,
  lines: Lines,
  step: string,
): Promise<AsyncIterable<LogPiece> | undefined> {
  const nth = await tryUnderWay(lines(false, log.signal), step);
  if (nth === undefined) return undefined;
  let isStepOver = false;
  return followLog({
    ...log,
    isOver: () => isStepOver || log.isOver(),
    async *read(follow, reading) {
      let isUnderWay = false;
      for await (const line of lines(follow, reading)) {
        const told = toldOf(line, step);
        if (!told) continue;
        const isIts = told.told !== 'over' && told.nth === nth;
        if (isUnderWay && !isIts) {
          isStepOver = true;
          return;
        }
        isUnderWay = isIts;
        if (isIts && told.told === 'said') yield told.bytes;
      }
    },
  });
}
