import type { NewRun, RunObservation } from '../runs/runStore';

/** A run as somebody submits it; its token is its own unless said. */
export function newRun(change: Partial<NewRun> = {}): NewRun {
  const { run = 'run-1' } = change;
  return {
    run,
    pipeline: {
      entity: 'component:default/flight-delay',
      name: 'flight-delay',
      namespace: 'default',
    },
    owner: 'group:default/punctuality',
    engine: 'local',
    purpose: 'train',
    trigger: 'person',
    principal: 'user:default/engineer',
    parent: null,
    plan: 'a'.repeat(64),
    bundle: 'b'.repeat(64),
    specification: 'pipeline.yaml',
    source: { kind: 'file', target: '/x', commit: null, dirty: false },
    sourceFolder: null,
    model: 'delay',
    dataset: { name: 'flights', version: '20260702_001' },
    steps: ['build', 'train'],
    params: {},
    warnings: [],
    token: `token of ${run}`,
    requestDigest: 'c'.repeat(64),
    ...change,
  };
}

/** What a reconciler saw of a run's first attempt. */
export function observationOf(
  change: Partial<RunObservation> = {},
): RunObservation {
  return {
    run: 'run-1',
    attempt: 1,
    state: 'running',
    because: null,
    pending: null,
    ref: null,
    startedAt: '2026-07-02T08:00:00.000Z',
    endedAt: null,
    steps: [],
    ...change,
  };
}

/** One that ended after so many seconds. */
export function endOf(
  state: 'succeeded' | 'failed' | 'blocked' | 'stopped',
  change: Partial<RunObservation> = {},
  seconds = 60,
): RunObservation {
  const began = Date.parse('2026-07-02T08:00:00.000Z');
  return observationOf({
    state,
    endedAt: new Date(began + seconds * 1000).toISOString(),
    ...change,
  });
}
