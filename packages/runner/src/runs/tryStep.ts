import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  Digest,
  StepManifest,
} from '@trainyard/backstage-plugin-ml-training-common';
import { manifestHead, type Attempt, type ResolvedStep } from './attempt';
import type { EndedStep } from './endedStep';
import { hint } from './hint';
import { performStep } from './performStep';
import type { RunPorts } from './runPorts';
import { sealPerformed } from './sealPerformed';
import { makeStepFolder, wipe } from './workFolder';

/**
 * Works once, seals what came of it and writes the manifest, which comes last: a
 * kill at any point leaves either a manifest or a step to be done again.
 *
 * @param nth - which try of this attempt it is, from 1
 */
export async function tryStep(
  attempt: Attempt,
  resolved: ResolvedStep,
  nth: number,
  ports: RunPorts,
): Promise<EndedStep> {
  const { store } = ports;
  const { step, identity, inputs } = resolved;
  const startedAt = ports.now().toISOString();
  const [folder] = await Promise.all([
    makeStepFolder(join(attempt.folder, `${step.name}-${nth}`), step.outputs),
    store.runs.beginStep(attempt.run, attempt.attempt, step.name, {
      identity,
      try: nth,
      at: startedAt,
      host: ports.host,
    }),
  ]);
  hint(ports, attempt, 'step began', step.name);
  try {
    const performed = await performStep(
      {
        step,
        identity,
        by: { run: attempt.run, attempt: attempt.attempt, try: nth },
        aside: attempt.aside,
        kept: attempt.kept,
        fromCheckpoint: attempt.purpose !== 'reproduction',
        inputs,
        folder,
        say: line => ports.tell({ event: 'step said', step: step.name, line }),
      },
      ports,
    );
    const sealed = await sealPerformed(
      attempt,
      resolved,
      nth,
      performed,
      store,
    );
    const log = await sealLog(store, folder.log);
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
      ...(log && { log }),
      started_at: startedAt,
      ended_at: ports.now().toISOString(),
    };
    await store.runs.sealStep(manifest);
    hint(ports, attempt, 'step ended', step.name);
    return {
      id: step.name,
      identity,
      status: manifest.verdict,
      measured: step.measured,
      outputs: manifest.outputs,
      seconds: performed.measurements.wall_seconds,
      because: manifest.because,
    };
  } finally {
    attempt.aside.begin(wipe(folder.root));
  }
}

/** A step that said nothing has no log. */
async function sealLog(
  store: RunPorts['store'],
  file: string,
): Promise<Digest | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.size) return undefined;
  const sealed = await store.blobs.put({ open: () => createReadStream(file) });
  return sealed.sha256;
}
