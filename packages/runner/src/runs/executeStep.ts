import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  resolvedIdentity,
  type Digest,
  type Plan,
  type PlanStep,
  type StepManifest,
  type StepResult,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Aside } from './aside';
import { bindNames } from './bindNames';
import type { EndedStep } from './endedStep';
import { hint } from './hint';
import { performStep, type Performed } from './performStep';
import { findReusable } from './reuse';
import type { RunPorts } from './runPorts';
import { sealOutputs } from './sealOutputs';
import { redact } from './stepLog';
import { makeStepFolder, wipe } from './workFolder';

/** The attempt that a step belongs to. */
export interface Attempt {
  readonly run: string;
  readonly attempt: number;
  readonly plan: Plan;
  readonly purpose:
    'train' | 'trial' | 'backfill' | 'reproduction' | 'schedule';
  readonly principal: string;
  readonly aside: Aside;
  /** The attempt's own folder on this machine. */
  readonly folder: string;
}

/**
 * Runs one step to its end: adopts a sealed result where there is one, else
 * works, seals and writes the manifest, which comes last. A kill at any point
 * leaves either a manifest or a step to be done again.
 */
export async function executeStep(
  attempt: Attempt,
  step: PlanStep,
  inputs: Readonly<Record<string, Digest>>,
  ports: RunPorts,
  began: (nth: number) => void,
): Promise<EndedStep> {
  const identity = resolvedIdentity(step, inputs);
  const { store } = ports;
  const reusable = await findReusable(store, attempt, step, identity);
  if (reusable) {
    const at = ports.now().toISOString();
    const problem = await bindNames(store, attempt.plan, step, reusable);
    await store.runs.sealStep({
      ...manifestOf(attempt, step, identity, inputs, ports),
      try: 1,
      verdict: problem ? 'failed' : reusable.verdict,
      because: problem ? [problem] : reusable.because,
      outputs: reusable.outputs,
      logical: reusable.logical,
      metrics: reusable.metrics,
      reused_from: reusable.made_by,
      isolation: [],
      measurements: NOTHING_MEASURED,
      exit_code: null,
      started_at: at,
      ended_at: at,
    });
    hint(ports, attempt, 'step ended', step.name);
    // A block that is reused is still a block.
    const adopted = reusable.verdict === 'blocked' ? 'blocked' : 'reused';
    return {
      id: step.name,
      identity,
      status: problem ? 'failed' : adopted,
      measured: step.measured,
      outputs: reusable.outputs,
      seconds: 0,
      because: problem ? [problem] : reusable.because,
    };
  }

  for (let nth = 1; ; nth++) {
    began(nth);
    const ended = await tryStep(attempt, step, identity, inputs, nth, ports);
    const again =
      ended.status === 'failed' && nth <= step.retries && !ports.signal.aborted;
    if (!again) return ended;
  }
}

const NOTHING_MEASURED = {
  wall_seconds: 0,
  cpu_seconds: null,
  peak_memory_bytes: null,
};

function manifestOf(
  attempt: Attempt,
  step: PlanStep,
  identity: Digest,
  inputs: Readonly<Record<string, Digest>>,
  ports: RunPorts,
) {
  return {
    schema_version: 1 as const,
    run: attempt.run,
    attempt: attempt.attempt,
    step: step.name,
    key: step.key,
    identity,
    inputs: { ...inputs },
    environment: step.environment,
    host: ports.host,
    principal: attempt.principal,
  };
}

async function tryStep(
  attempt: Attempt,
  step: PlanStep,
  identity: Digest,
  inputs: Readonly<Record<string, Digest>>,
  nth: number,
  ports: RunPorts,
): Promise<EndedStep> {
  const { store } = ports;
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
  const by = { run: attempt.run, attempt: attempt.attempt, try: nth };
  try {
    const performed = await performStep(
      {
        step,
        identity,
        by,
        aside: attempt.aside,
        fromCheckpoint: attempt.purpose !== 'reproduction',
        inputs,
        folder,
        say: line => ports.tell({ event: 'step said', step: step.name, line }),
      },
      ports,
    );
    const sealed = await sealPerformed(
      attempt,
      step,
      identity,
      nth,
      performed,
      ports,
    );
    await redact(folder.log, secretValues(step, ports));
    const log = await sealLog(store, folder.log);
    const manifest: StepManifest = {
      ...manifestOf(attempt, step, identity, inputs, ports),
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

function secretValues(step: PlanStep, ports: RunPorts): string[] {
  return Object.values(step.secrets ?? {}).flatMap(
    ({ env }) => ports.readSecret(env) ?? [],
  );
}

type Sealed = Pick<
  StepManifest,
  'verdict' | 'because' | 'outputs' | 'logical' | 'nondeterministic'
>;

/** Seals the outputs and writes the result; a failed try seals nothing. */
async function sealPerformed(
  attempt: Attempt,
  step: PlanStep,
  identity: Digest,
  nth: number,
  performed: Performed,
  { store }: RunPorts,
): Promise<Sealed> {
  const failed = (because: readonly string[]): Sealed => ({
    verdict: 'failed',
    because: [...because],
    outputs: {},
    logical: {},
  });
  if (performed.verdict === 'failed') return failed(performed.because);
  const seal = await sealOutputs(
    store,
    performed.outputs,
    performed.verdict === 'succeeded',
  );
  if (!seal.sealed) return failed(seal.because);

  const result: StepResult = {
    schema_version: 1,
    identity,
    step: step.name,
    verdict: performed.verdict,
    because: [...performed.because],
    outputs: { ...seal.outputs },
    logical: { ...performed.logical },
    metrics: [...performed.metrics],
    names: [...performed.names],
    made_by: {
      run: attempt.run,
      attempt: attempt.attempt,
      step: step.name,
      try: nth,
    },
  };
  // A step that looks at the world has no one result: each run keeps its own.
  const adopted = step.measured
    ? ({ outcome: 'first', result } as const)
    : await store.results.add(result);
  const kept = attempt.purpose === 'reproduction' ? result : adopted.result;
  const problem = await bindNames(store, attempt.plan, step, kept);
  return {
    verdict: problem ? 'failed' : kept.verdict,
    because: problem ? [problem] : kept.because,
    outputs: kept.outputs,
    logical: kept.logical,
    ...(adopted.outcome === 'differs' && { nondeterministic: adopted.n }),
  };
}
