import type {
  Digest,
  StepManifest,
} from '@trainyard/backstage-plugin-ml-training-common';
import { manifestHead, type Attempt, type ResolvedStep } from './attempt';
import { endedByManifest, type EndedStep } from './endedStep';
import { hint } from './hint';
import type { RunPorts } from './runPorts';
import { sealPerformed } from './sealPerformed';
import type { Performed } from './stepJob';

export interface TryTimes {
  readonly startedAt: string;
  /** Now, where nobody says. */
  readonly endedAt?: string;
}

/**
 * Seals what came of a try and writes the manifest, which comes last: a kill at any
 * point leaves either a manifest or a step to be done again.
 *
 * @param log - the sealed log; a step that said nothing has none
 */
export async function sealTry(
  attempt: Attempt,
  resolved: ResolvedStep,
  nth: number,
  performed: Performed,
  { startedAt, endedAt }: TryTimes,
  log: () => Promise<Digest | undefined>,
  ports: Pick<RunPorts, 'store' | 'now' | 'host'>,
): Promise<EndedStep> {
  const { store } = ports;
  const sealed = await sealPerformed(attempt, resolved, nth, performed, store);
  const sealedLog = await log();
  const manifest: StepManifest = {
    ...manifestHead(attempt, resolved, ports),
    ...sealed,
    try: nth,
    metrics: [...performed.metrics],
    ...(performed.resumedFrom !== undefined && {
      resumed_from: performed.resumedFrom,
    }),
    isolation: [...performed.isolation],
    measurements: performed.measurements,
    exit_code: performed.exitCode,
    ...(sealedLog && { log: sealedLog }),
    started_at: startedAt,
    ended_at: endedAt ?? ports.now().toISOString(),
  };
  await store.runs.sealStep(manifest);
  hint(ports, attempt, 'step ended', resolved.step.name);
  return endedByManifest(resolved.step, manifest);
}
