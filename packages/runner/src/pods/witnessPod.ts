import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { treeOfFolder, type ArtifactStore } from '@trainyard/artifacts';
import {
  STAGED,
  type Digest,
  type PlanStep,
  type PodLine,
  type PodRequest,
  type PodWitness,
} from '@trainyard/backstage-plugin-ml-training-common';
import { lookAtMetrics } from '../commands/readMetrics';
import { Aside } from '../runs/aside';
import { sealCheckpoints } from '../runs/keepCheckpoints';
import { appendLiveMetrics } from '../runs/liveMetrics';
import { covered } from '../runs/stepLog';
import { storedPlan } from '../stored/storedRun';
import { endOfCommand, type SeenEnd } from './endOfCommand';
import { readFetched, type Fetched } from './fetched';
import type { CommandWork } from './fetchForPod';
import type { Refused } from './openPod';
import { pause } from './pause';
import type { PodPlaces } from './podPlaces';
import { stagedAt } from './stagedTry';

export interface WitnessPorts {
  readonly store: ArtifactStore;
  readonly places: PodPlaces;
  readonly now: () => Date;
  readonly tell: (line: PodLine) => void;
  /** The value of a secret by its name in the specification; covered in what is sealed. */
  readonly readSecret: (name: string) => string | undefined;
  readonly pollMilliseconds: number;
  /** Whether the cluster has begun to end the pod; see hearEnding. */
  readonly toldToEnd: () => boolean;
  /** Aborted when the pod is ended. */
  readonly signal: AbortSignal;
}

export type WitnessOutcome = { readonly outcome: 'witnessed' } | Refused;

/**
 * What stands beside a user's command in its pod: keeps the checkpoints that it
 * completes, and tells at its end how it ended, what it said and exactly which
 * files it left. Stays until the pod is ended.
 */
export async function witnessPod(
  request: PodRequest & { readonly work: CommandWork },
  ports: WitnessPorts,
): Promise<WitnessOutcome> {
  const { store, places, signal } = ports;
  const { work, run } = request;
  const record = await store.runs.find(run);
  const plan = record && (await storedPlan(store, record));
  const step = plan?.steps.find(({ name }) => name === work.step);
  if (!step) {
    return {
      outcome: 'refused',
      because: `the run ${run} with a step ${work.step} is not in the store.`,
    };
  }
  const fetched = await readFetched(places.fetched);
  const key = `${stagedAt(request.staging, step.name, fetched.try, work.worker)}${STAGED.witness}`;
  // Started again after it had told: what it said stays.
  if ((await store.objects.size(key)) === undefined) {
    const witness = await watch(request, step, fetched, ports);
    const bytes = Buffer.from(`${JSON.stringify(witness)}\n`);
    await store.objects.create(key, bytes);
  }
  while (!signal.aborted) await pause(A_WHILE, signal);
  return { outcome: 'witnessed' };
}

const A_WHILE = 3_600_000;

async function watch(
  { run, attempt, work }: PodRequest & { readonly work: CommandWork },
  step: PlanStep,
  fetched: Fetched,
  ports: WitnessPorts,
): Promise<PodWitness> {
  const { places, now, signal, tell } = ports;
  const by = { run, attempt, try: fetched.try };
  const say = (line: string) =>
    tell({ step: step.name, try: fetched.try, line });
  const aside = new Aside();
  const checkpoints =
    work.worker === 0
      ? sealCheckpoints(
          { identity: fetched.identity, by, aside, say },
          places.checkpoints,
          ports,
        )
      : undefined;
  const live =
    work.worker === 0
      ? appendLiveMetrics(
          {
            of: { ...by, step: step.name },
            file: places.metrics,
            secrets: secretsOf(step, ports).known,
          },
          ports.store,
        )
      : undefined;
  const end = await endOfCommand(
    {
      exitCodeFile: places.exitCode,
      signalFile: places.signal,
      timeoutSeconds: step.resources.timeout_seconds,
      pollMilliseconds: ports.pollMilliseconds,
      toldToEnd: ports.toldToEnd,
      signal,
    },
    now,
  );
  await live?.settle();
  // A store that takes no checkpoint must not keep the witness from telling how the command ended.
  await checkpoints
    ?.settle()
    .catch(error => say(`a checkpoint was not kept: ${error}`));
  await aside.settle().catch(error => say(`a hint was not written: ${error}`));
  return tellOf(step, fetched, end, ports);
}

async function tellOf(
  step: PlanStep,
  fetched: Fetched,
  end: SeenEnd,
  ports: WitnessPorts,
): Promise<PodWitness> {
  const { store, places } = ports;
  const { known, all } = secretsOf(step, ports);
  const keep = (file: string) => keepCovered(store, file, known);
  const files = await treeOfFolder(places.outputs);
  const metrics = await lookAtMetrics(places.metrics);
  // A log that may hold a secret nobody can cover is kept by nobody.
  const log = all ? await keep(places.log) : undefined;
  const metricsBlob = metrics.is === 'fit' && (await keep(places.metrics));
  const wall = end.at.getTime() - Date.parse(fetched.ready_at);
  return {
    schema_version: 1,
    exit_code: end.exitCode,
    ...(end.timedOut && { timed_out: true }),
    ...(end.toldToEnd && { told_to_end: true }),
    wall_seconds: Math.max(0, wall / 1000),
    ended_at: end.at.toISOString(),
    outputs: 'refused' in files ? [] : [...files.entries],
    refused: [
      ...('refused' in files ? [`its outputs: ${files.refused}`] : []),
      ...(metrics.is === 'unfit' ? [metrics.because] : []),
    ],
    ...(metricsBlob && { metrics: metricsBlob }),
    ...(log && { log }),
    ...(fetched.resumed_from !== undefined && {
      resumed_from: fetched.resumed_from,
    }),
  };
}

/** @returns the values, and whether they are all that the command was given */
function secretsOf({ secrets = {} }: PlanStep, { readSecret }: WitnessPorts) {
  const names = Object.keys(secrets);
  const known = names.map(readSecret).filter(value => value !== undefined);
  return { known, all: known.length === names.length };
}

/** @returns undefined where there is no such file, or nothing in it */
async function keepCovered(
  store: ArtifactStore,
  file: string,
  secrets: readonly string[],
): Promise<Digest | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.size) return undefined;
  const { sha256 } = await store.blobs.put({
    open: () => covered(createReadStream(file), secrets),
  });
  return sha256;
}
