import { join } from 'node:path';
import {
  canonicalJson,
  digestOfJson,
  type AttemptEnd,
  type Plan,
  type PlanStep,
  type RunRecord,
} from '@trainyard/backstage-plugin-ml-training-common';
import { Aside } from './aside';
import type { Attempt } from './attempt';
import { endAttempt, statusOf } from './attemptEnd';
import { readiness, skippedStep, type EndedStep } from './endedStep';
import { executeStep } from './executeStep';
import { hint } from './hint';
import { KeptOutputs, treesNeeded } from './keptOutputs';
import { takeLease } from './runLease';
import type { RunPorts } from './runPorts';
import { stageSources, type SourceProblem } from './stageSources';

export interface RunRequest {
  readonly plan: Plan;
  readonly record: Omit<
    RunRecord,
    'schema_version' | 'plan' | 'pipeline' | 'namespace' | 'submitted_at'
  >;
  /** Go on with this run where it was cut off; without it a known id is refused. */
  readonly resume: boolean;
  /** The attempt that an engine was told to execute; without it, the next one. */
  readonly attempt?: number;
}

export type RunOutcome =
  | { readonly outcome: 'ended'; readonly end: AttemptEnd }
  | { readonly outcome: 'run id in use' }
  | { readonly outcome: 'another plan'; readonly record: RunRecord }
  | { readonly outcome: 'is running'; readonly pid: number }
  /** Another process claimed the attempt that was asked for. */
  | { readonly outcome: 'attempt taken'; readonly attempt: number }
  | {
      readonly outcome: 'sources changed';
      readonly problems: readonly SourceProblem[];
    };

/**
 * Executes a plan as a new attempt of a run. Whatever was sealed by an earlier
 * attempt, or by any run with the same work, is adopted and not done again.
 */
export async function executeRun(
  request: RunRequest,
  ports: RunPorts,
): Promise<RunOutcome> {
  const { store } = ports;
  const { run } = request.record;
  const known = await store.runs.find(run);
  const plan = digestOfJson(request.plan);
  if (known && !request.resume) return { outcome: 'run id in use' };
  if (known && known.plan !== plan) {
    return { outcome: 'another plan', record: known };
  }
  const taken = await takeLease(ports.workFolder, run);
  if (taken.outcome === 'held by another') {
    return { outcome: 'is running', pid: taken.pid };
  }
  try {
    const problems = await stageSources(
      store,
      [...ports.sources.values()],
      ports.tell,
    );
    if (problems.length > 0) return { outcome: 'sources changed', problems };
    if (!known) {
      await store.blobs.put(Buffer.from(canonicalJson(request.plan)));
      const record: RunRecord = {
        schema_version: 1,
        ...request.record,
        plan,
        pipeline: request.plan.pipeline,
        namespace: request.plan.namespace,
        submitted_at: ports.now().toISOString(),
      };
      const created = await store.runs.create(record);
      if (created === 'exists') return { outcome: 'run id in use' };
    }
    const begun = { host: ports.host, at: ports.now().toISOString() };
    const number =
      request.attempt ?? (await store.runs.beginAttempt(run, begun));
    if (
      request.attempt !== undefined &&
      (await store.runs.claimAttempt(run, number, begun)) === 'taken'
    ) {
      return { outcome: 'attempt taken', attempt: number };
    }
    const folder = join(taken.lease.folder, 'steps');
    const attempt: Attempt = {
      run,
      attempt: number,
      plan: request.plan,
      purpose: request.record.purpose,
      principal: request.record.principal,
      aside: new Aside(),
      kept: new KeptOutputs(join(folder, 'kept')),
      folder,
    };
    return { outcome: 'ended', end: await executeSteps(attempt, ports) };
  } finally {
    await taken.lease.release();
  }
}

async function executeSteps(
  attempt: Attempt,
  ports: RunPorts,
): Promise<AttemptEnd> {
  const { run, plan } = attempt;
  ports.tell({
    event: 'run began',
    run,
    attempt: attempt.attempt,
    steps: plan.steps.map(({ name }) => name),
  });
  hint(ports, attempt, 'attempt began');
  const ended = new Map<string, EndedStep>();
  for (const [index, step] of plan.steps.entries()) {
    const position = { position: index + 1, of: plan.steps.length };
    const end = await endStep(attempt, step, ended, position, ports);
    ended.set(step.name, end);
    ports.tell({
      event: 'step ended',
      step: step.name,
      ...position,
      status: end.status,
      seconds: end.seconds,
      because: end.because,
    });
    const needed = treesNeeded(
      plan.steps.slice(index + 1),
      (name, output) => ended.get(name)?.outputs[output],
    );
    await attempt.kept.dropAllBut(needed);
  }
  const steps = [...ended.values()];
  const status = statusOf(steps, ports.signal.aborted);
  return endAttempt(attempt, steps, status, ports);
}

async function endStep(
  attempt: Attempt,
  step: PlanStep,
  ended: ReadonlyMap<string, EndedStep>,
  position: { readonly position: number; readonly of: number },
  ports: RunPorts,
): Promise<EndedStep> {
  const ready = ports.signal.aborted
    ? ({ ready: false, because: 'the run was stopped' } as const)
    : readiness(step, ended);
  if (!ready.ready) return skippedStep(step, ready.because);
  return executeStep(attempt, step, ready.inputs, ports, nth =>
    ports.tell({
      event: 'step began',
      step: step.name,
      ...position,
      try: nth,
    }),
  );
}
