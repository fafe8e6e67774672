import type { StepTry } from '@trainyard/artifacts';
import type { PlanStep } from '@trainyard/backstage-plugin-ml-training-common';
import type { ResolvedStep } from '../runs/attempt';
import { endedByManifest, type EndedStep } from '../runs/endedStep';
import { notPerformed } from '../runs/notPerformed';
import { sealTry } from '../runs/sealTry';
import type { Pod } from './openPod';
import { orTheirs } from './orTheirs';
import { sealStaged } from './sealStaged';
import { faultOf, readWitnesses, tellingWitness, tryOf } from './stagedTry';

/** Which of a command's tries Argo deems successful, counted from 0. */
export type Reported = number | 'none';

/**
 * Brings a command of which no try is to come any more to its end: seals the try
 * that succeeded or decided to block, and records the others as failed.
 *
 * @param reported - what Argo reports; where nobody can ask it, or it reports
 *   none, the witnesses say whether a try came to an end of its own
 */
export async function endCommand(
  pod: Pod,
  resolved: ResolvedStep,
  reported: Reported = 'none',
): Promise<EndedStep> {
  const { attempt, ports } = pod;
  const { step } = resolved;
  const { runs } = ports.store;
  const of = [attempt.run, attempt.attempt, step.name] as const;
  const tries = await runs.tries(...of);
  const open = tries.filter(({ manifest }) => !manifest);
  const chosen =
    reported === 'none'
      ? await endedByItself(pod, step, open)
      : (tries.find(it => it.try === tryOf(reported)) ?? {
          try: tryOf(reported),
        });
  for (const it of open) {
    if (it.try !== chosen?.try) await sealStaged(pod, resolved, it, false);
  }
  if (chosen && !('manifest' in chosen && chosen.manifest)) {
    await sealStaged(pod, resolved, chosen, true);
  }
  if (tries.length === 0 && !chosen) await sealNeverBegun(pod, resolved);
  const manifest = await runs.findStep(...of);
  if (!manifest) throw new Error(`${step.name} was sealed, and is not there`);
  return endedByManifest(step, manifest);
}

/** Of those without a manifest the last one that did not break; earlier ones were followed by it. */
async function endedByItself(
  pod: Pod,
  step: PlanStep,
  open: readonly StepTry[],
): Promise<StepTry | undefined> {
  const last = open.at(-1);
  if (!last) return undefined;
  const witnesses = await readWitnesses(pod, step.name, last.try);
  const fault = faultOf(tellingWitness(witnesses));
  const all = witnesses.size >= (step.workers ?? 1);
  return (fault === 'none' && all) || fault === 'blocked' ? last : undefined;
}

async function sealNeverBegun(pod: Pod, resolved: ResolvedStep) {
  const { attempt, ports } = pod;
  const performed = notPerformed([
    'its pod never came to start it. The engine tells why: look at the pods of the run.',
  ]);
  const startedAt = ports.now().toISOString();
  const log = async () => undefined;
  await orTheirs(() =>
    sealTry(attempt, resolved, 1, performed, { startedAt }, log, ports),
  );
}
