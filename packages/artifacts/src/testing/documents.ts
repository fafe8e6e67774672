import type {
  AttemptEnd,
  RunRecord,
  StepManifest,
  StepResult,
} from '@trainyard/backstage-plugin-ml-training-common';

const AT = '2026-07-02T08:15:30.000Z';
export const IDENTITY = '1'.repeat(64);

/** A result that parses; its outputs are sealed by whoever needs them. */
export function stepResultOf(change: Partial<StepResult> = {}): StepResult {
  return {
    schema_version: 1,
    identity: IDENTITY,
    step: 'train-model',
    verdict: 'succeeded',
    because: [],
    outputs: {},
    logical: {},
    metrics: [],
    names: [],
    made_by: { run: 'run-1', attempt: 1, step: 'train-model', try: 1 },
    ...change,
  };
}

export function stepManifestOf(
  change: Partial<StepManifest> = {},
): StepManifest {
  return {
    schema_version: 1,
    run: 'run-1',
    attempt: 1,
    step: 'train-model',
    try: 1,
    key: '2'.repeat(64),
    identity: IDENTITY,
    verdict: 'succeeded',
    because: [],
    inputs: {},
    outputs: {},
    logical: {},
    metrics: [],
    isolation: [],
    measurements: {
      wall_seconds: 1,
      cpu_seconds: null,
      peak_memory_bytes: null,
    },
    exit_code: 0,
    host: 'somewhere',
    principal: 'someone',
    started_at: AT,
    ended_at: AT,
    ...change,
  };
}

export function runRecordOf(change: Partial<RunRecord> = {}): RunRecord {
  return {
    schema_version: 1,
    run: 'run-1',
    purpose: 'train',
    pipeline: 'flight-delay',
    namespace: 'default',
    plan: '3'.repeat(64),
    bundle: '4'.repeat(64),
    specification: 'pipeline.yaml',
    git: null,
    principal: 'someone',
    trust: 'laptop',
    submitted_at: AT,
    ...change,
  };
}

export function attemptEndOf(change: Partial<AttemptEnd> = {}): AttemptEnd {
  return {
    schema_version: 1,
    run: 'run-1',
    attempt: 1,
    status: 'succeeded',
    steps: [],
    ended_at: AT,
    ...change,
  };
}
