import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '@trainyard/backstage-plugin-ml-training-common';
import type { Attempt, ResolvedStep } from './attempt';
import type { EndedStep } from './endedStep';
import { hint } from './hint';
import { performStep } from './performStep';
import type { RunPorts } from './runPorts';
import { sealTry } from './sealTry';
import { makeStepFolder, wipe } from './workFolder';

/**
 * Works once and seals what came of it.
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
        say: line =>
          ports.tell({ event: 'step said', step: step.name, try: nth, line }),
      },
      ports,
    );
    return await sealTry(
      attempt,
      resolved,
      nth,
      performed,
      { startedAt },
      () => sealLog(store, folder.log),
      ports,
    );
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
