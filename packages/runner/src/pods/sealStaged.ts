import { join } from 'node:path';
import type { PodWitness } from '@trainyard/backstage-plugin-ml-training-common';
import type { StepTry } from '@trainyard/artifacts';
import type { ResolvedStep } from '../runs/attempt';
import { notPerformed } from '../runs/notPerformed';
import { sealTry } from '../runs/sealTry';
import type { Performed, StepJob } from '../runs/stepJob';
import { makeStepFolder, wipe } from '../runs/workFolder';
import type { Pod } from './openPod';
import { orTheirs } from './orTheirs';
import { LOST, performStaged, superseded } from './performStaged';
import { faultOf, readWitnesses, stagedAt, tellingWitness } from './stagedTry';

/**
 * Seals what one try of a command left in staging, and its manifest.
 *
 * @param kept - whether this is the try that counts; one that a later try
 *   superseded is recorded as failed, whatever lies there
 */
export async function sealStaged(
  pod: Pod,
  resolved: ResolvedStep,
  { try: nth, begun }: StepTry,
  kept: boolean,
): Promise<void> {
  const { attempt, ports } = pod;
  const { step } = resolved;
  const witnesses = await readWitnesses(pod, step.name, nth);
  const witness = kept ? witnesses.get(0) : tellingWitness(witnesses);
  const root = join(attempt.folder, `${step.name}-${nth}-staged`);
  const folder = await makeStepFolder(root, step.outputs);
  const job: StepJob = {
    ...resolved,
    by: { run: attempt.run, attempt: attempt.attempt, try: nth },
    aside: attempt.aside,
    kept: attempt.kept,
    fromCheckpoint: false,
    folder,
    say: line =>
      ports.tell({ event: 'step said', step: step.name, try: nth, line }),
  };
  try {
    const performed = await performedOf(pod, job, witness, kept);
    const startedAt = begun?.at ?? ports.now().toISOString();
    const times = { startedAt, ...(witness && { endedAt: witness.ended_at }) };
    const log = async () => witness?.log;
    await orTheirs(() =>
      sealTry(attempt, resolved, nth, performed, times, log, ports),
    );
  } finally {
    await wipe(root);
  }
}

async function performedOf(
  { staging, ports }: Pod,
  job: StepJob,
  witness: PodWitness | undefined,
  kept: boolean,
): Promise<Performed> {
  if (!witness) {
    return notPerformed([
      kept
        ? `its witness is missing: Argo reports that its pod succeeded, but nobody can tell what the command made. Look at the container "witness" of the pod.`
        : `${LOST} how the command ended`,
    ]);
  }
  if (!kept && faultOf(witness) === 'none') return superseded(witness);
  const staged = stagedAt(staging, job.step.name, job.by.try);
  return performStaged(job, staged, witness, ports);
}
