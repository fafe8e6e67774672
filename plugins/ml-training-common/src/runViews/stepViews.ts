import type { StepView } from '../api/runs';
import type { Plan, PlanStep } from '../plan/plan';
import type { AttemptEnd, StepManifest } from '../runs/records';
import { hasEnded, type RunState, type StepState } from '../runs/runState';

/** What the store says of a step in an attempt. */
export interface StepSeen {
  /** Its newest try that was begun. */
  readonly begun?: {
    readonly identity: string;
    readonly try: number;
    readonly at: string;
    readonly host: string;
  };
  /** Of its newest try that has ended. */
  readonly manifest?: StepManifest;
  /** What the attempt's end says of it. */
  readonly ended?: AttemptEnd['steps'][number];
}

/** Every step of a plan as it stands in an attempt, in plan order. */
export function stepViews(
  plan: Plan,
  seen: ReadonlyMap<string, StepSeen>,
  run: { readonly attempt: number; readonly state: RunState },
): StepView[] {
  const states = new Map(
    plan.steps.map(({ name }) => [name, stateOf(seen.get(name), run.state)]),
  );
  return plan.steps.map(step => {
    const facts = seen.get(step.name) ?? {};
    const state = states.get(step.name) ?? 'waiting';
    return {
      ...ofPlan(step),
      ...ofTry(facts),
      state,
      attempt: run.attempt,
      because: becauseOf(facts, state),
      waitsFor:
        state === 'waiting' ? waitsFor(step, facts, states, run.state) : null,
      hasLog: state === 'running' || facts.manifest?.log !== undefined,
    };
  });
}

/** A try that was begun after the newest one that ended. */
function isUnderWay({ begun, manifest }: StepSeen): boolean {
  return begun !== undefined && begun.try > (manifest?.try ?? 0);
}

function stateOf(facts: StepSeen = {}, run: RunState): StepState {
  const { manifest, ended } = facts;
  if (isUnderWay(facts)) {
    if (run === 'lost') return 'waiting';
    return hasEnded(run) ? 'stopped' : 'running';
  }
  if (manifest) {
    return manifest.verdict === 'succeeded' && manifest.reused_from
      ? 'reused'
      : manifest.verdict;
  }
  if (ended) return ended.status;
  return hasEnded(run) ? 'skipped' : 'waiting';
}

function becauseOf({ manifest, ended }: StepSeen, state: StepState): string[] {
  switch (state) {
    case 'running':
    case 'waiting':
      return [];
    case 'stopped':
      return ['The run was stopped while it worked.'];
    case 'skipped':
      return ended?.because ?? ['The run ended before its turn.'];
    default:
      return manifest?.because ?? ended?.because ?? [];
  }
}

const IS_OVER: ReadonlySet<StepState> = new Set([
  'succeeded',
  'reused',
  'blocked',
  'failed',
  'skipped',
  'stopped',
]);

function waitsFor(
  { needs }: PlanStep,
  facts: StepSeen,
  states: ReadonlyMap<string, StepState>,
  run: RunState,
): string {
  if (run === 'lost') {
    return isUnderWay(facts)
      ? 'the engine to find the run again: it was at work when the run was lost'
      : 'the engine to find the run again';
  }
  const open = needs.filter(
    name => !IS_OVER.has(states.get(name) ?? 'waiting'),
  );
  if (open.length > 0) return listed(open);
  return run === 'queued' ? 'the run to begin' : 'its turn';
}

/** `a, b and c`, and no more than that. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3);
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  return parts.length === 1
    ? parts[0]
    : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function ofPlan({
  name,
  needs,
  builtin,
  command,
  environment,
  resources,
  key,
}: PlanStep) {
  return {
    name,
    needs,
    builtin: builtin?.name ?? null,
    command: command ?? null,
    environment: environment ?? null,
    resources,
    key,
  };
}

/** Of the try that is under way, else of the newest that ended: never of both. */
function ofTry(facts: StepSeen) {
  const { begun, manifest } = facts;
  if (manifest && !isUnderWay(facts)) {
    const { measurements } = manifest;
    return {
      try: manifest.try,
      startedAt: manifest.started_at,
      endedAt: manifest.ended_at,
      seconds: measurements.wall_seconds,
      measurements,
      exitCode: manifest.exit_code,
      identity: manifest.identity,
      inputs: manifest.inputs,
      outputs: manifest.outputs,
      reusedFrom: manifest.reused_from?.run ?? null,
      host: manifest.host,
    };
  }
  return {
    try: begun?.try ?? null,
    startedAt: begun ? new Date(begun.at).toISOString() : null,
    endedAt: null,
    seconds: null,
    measurements: null,
    exitCode: null,
    identity: begun?.identity ?? null,
    inputs: {},
    outputs: {},
    reusedFrom: null,
    host: begun?.host ?? null,
  };
}
