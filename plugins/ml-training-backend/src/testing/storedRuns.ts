import type { ArtifactStore } from '@trainyard/artifacts';
import type {
  Digest,
  RunState,
  StepManifest,
  StepState,
  StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { RunEntry } from '../runs/runStore';

export const AT = '2026-07-02T08:15:30.000Z';
export const SOME_DIGEST = '1'.repeat(64);

/** A run as the service keeps it, with one attempt. */
export function runEntryOf(
  change: Partial<Omit<RunEntry, 'summary'>> & {
    readonly run?: string;
    readonly state?: RunState;
  } = {},
): RunEntry {
  const { run = 'run-1', state = 'running', ...rest } = change;
  const times = { submittedAt: AT, startedAt: AT, endedAt: null };
  return {
    summary: {
      run,
      pipeline: {
        entity: 'component:default/flight-delay',
        name: 'flight-delay',
        namespace: 'default',
      },
      owner: 'group:default/rail',
      state,
      because: null,
      engine: 'local',
      purpose: 'train',
      trigger: 'person',
      principal: 'user:default/engineer',
      parent: null,
      attempt: 1,
      ...times,
      durationSeconds: null,
      usualSeconds: null,
      headline: null,
      gates: null,
      model: null,
      dataset: null,
      steps: { done: 0, total: 1 },
      columns: {},
    },
    plan: SOME_DIGEST,
    bundle: SOME_DIGEST,
    specification: 'pipeline.yaml',
    source: { kind: 'file', target: '/x', commit: null, dirty: false },
    sourceFolder: null,
    warnings: [],
    attempts: [
      {
        attempt: 1,
        engine: 'local',
        state,
        because: null,
        pending: null,
        ...times,
      },
    ],
    ref: { run, attempt: 1, namespace: 'default', id: 'somewhere' },
    stopAsked: null,
    reproduction: null,
    revision: 1,
    ...rest,
  };
}

export function stepViewOf(
  name: string,
  state: StepState,
  change: Partial<StepView> = {},
): StepView {
  return {
    name,
    state,
    because: [],
    waitsFor: null,
    needs: [],
    builtin: null,
    command: null,
    environment: null,
    attempt: 1,
    try: null,
    startedAt: null,
    endedAt: null,
    seconds: null,
    resources: {},
    measurements: null,
    exitCode: null,
    key: SOME_DIGEST,
    identity: null,
    inputs: {},
    outputs: {},
    reusedFrom: null,
    host: null,
    hasLog: false,
    ...change,
  };
}

export function manifestOf(change: Partial<StepManifest> = {}): StepManifest {
  return {
    schema_version: 1,
    run: 'run-1',
    attempt: 1,
    step: 'train-model',
    try: 1,
    key: SOME_DIGEST,
    identity: SOME_DIGEST,
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

/** An artifact with these files. */
export async function sealFiles(
  store: ArtifactStore,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<Digest> {
  const entries = [];
  for (const [path, content] of Object.entries(files)) {
    const put = await store.blobs.put(Buffer.from(content));
    entries.push({ path, executable: false, ...put });
  }
  return store.trees.seal(entries);
}

export async function collect<T>(
  items: AsyncIterable<T> | Iterable<T>,
): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
