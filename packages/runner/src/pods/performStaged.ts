import {
  STAGED,
  type Digest,
  type PodWitness,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore } from '@trainyard/artifacts';
import { parseMetrics } from '../commands/readMetrics';
import { signalOf } from '../commands/signalOf';
import { judgeCommand } from '../runs/judgeCommand';
import { judgeOutputs } from '../runs/judgeOutputs';
import { layInputs } from '../runs/layInputs';
import { notPerformed } from '../runs/notPerformed';
import type { RunPorts } from '../runs/runPorts';
import type { Performed, StepJob } from '../runs/stepJob';
import { lastLines, TAIL_BYTES } from '../runs/stepLog';
import { outputFolders } from '../runs/workFolder';
import { fetchStaged } from './fetchStaged';

export const LOST =
  'its pod was ended from outside (deleted, evicted, preempted or out of memory) before it could tell';

const TOLD_TO_END =
  'its pod was being ended from outside (deleted, evicted or preempted):';
const HALF_DONE =
  'its command then ended with 0, but nobody can tell whether it had done all that it was to do.';

/** What one try of a command did in its pod, by what its witness told. */
export async function performStaged(
  job: StepJob,
  staged: string,
  witness: PodWitness,
  ports: RunPorts,
): Promise<Performed> {
  const { step, folder } = job;
  const judged = await judgeWitness(job, witness, ports);
  const performed: Performed = {
    ...judged,
    outputs: outputFolders(step, folder.outputs),
    logical: {},
    names: [],
    measurements: {
      wall_seconds: witness.wall_seconds,
      cpu_seconds: null,
      peak_memory_bytes: null,
    },
    isolation: [],
    exitCode: witness.exit_code,
    ...(witness.resumed_from !== undefined && {
      resumedFrom: witness.resumed_from,
    }),
  };
  if (performed.verdict === 'failed') return performed;
  const { objects } = ports.store;
  const outputs = `${staged}${STAGED.outputs}`;
  const because =
    witness.refused.length > 0
      ? witness.refused
      : await fetchStaged(objects, outputs, witness, step, folder.outputs);
  if (because.length > 0) return { ...performed, verdict: 'failed', because };
  if (!step.builtin || performed.verdict !== 'succeeded') return performed;
  const laid = await layInputs(job, ports, tree => job.kept.find(tree));
  return judgeOutputs(job, laid, performed, ports);
}

/** A try whose command ended well, but not its pod: what it made may be half uploaded. */
export function superseded(witness: PodWitness): Performed {
  return {
    ...notPerformed([
      'its command ended well, but its pod did not: Argo did not keep what it made.',
    ]),
    measurements: {
      wall_seconds: witness.wall_seconds,
      cpu_seconds: null,
      peak_memory_bytes: null,
    },
    exitCode: witness.exit_code,
  };
}

async function judgeWitness(
  { step }: StepJob,
  witness: PodWitness,
  { store }: RunPorts,
): Promise<Pick<Performed, 'verdict' | 'because' | 'metrics'>> {
  const { points, problems } = await metricsOf(store, witness);
  const tail = (lines: number) => tailOf(store, witness.log, lines);
  const code = witness.exit_code;
  if (code === null && !witness.timed_out) {
    const last = await tail(TAIL_LINES);
    return {
      verdict: 'failed',
      because: [
        `${LOST} how the command ended${last ? '. Its last words:' : ''}`,
        ...(last ? last.split('\n').map(line => `  ${line}`) : []),
      ],
      metrics: points,
    };
  }
  const signal = code === null ? 'SIGKILL' : signalOf(code);
  const end = {
    exitCode: signal ? null : code,
    signal,
    timedOut: witness.timed_out ?? false,
  };
  const judged = await judgeCommand(step, end, problems, tail);
  if (!witness.told_to_end || judged.verdict === 'blocked') {
    return { ...judged, metrics: points };
  }
  const how = code === 0 ? [HALF_DONE] : judged.because;
  return { verdict: 'failed', because: [TOLD_TO_END, ...how], metrics: points };
}

const TAIL_LINES = 8;

async function metricsOf(store: ArtifactStore, { metrics }: PodWitness) {
  if (metrics === undefined) return { points: [], problems: [] };
  const bytes = await store.blobs.readAll(metrics);
  return parseMetrics(Buffer.from(bytes).toString('utf8'));
}

async function tailOf(
  { blobs }: ArtifactStore,
  log: Digest | undefined,
  lines: number,
): Promise<string> {
  if (log === undefined) return '';
  const from = Math.max(0, (await blobs.size(log)) - TAIL_BYTES);
  const pieces: Uint8Array[] = [];
  for await (const piece of blobs.readRange(log, { from })) pieces.push(piece);
  return lastLines(Buffer.concat(pieces), lines);
}
