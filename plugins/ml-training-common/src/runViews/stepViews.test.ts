import { plan as planDocument, type Plan } from '../plan/plan';
import type { StepManifest } from '../runs/records';
import { stepViews, type StepSeen } from './stepViews';

const DIGEST = '1'.repeat(64);
const AT = '2026-07-02T08:15:30.000Z';

/** a → b → c */
const plan: Plan = planDocument.parse({
  schema_version: 1,
  pipeline: 'sample',
  namespace: 'default',
  specification: DIGEST,
  lock: DIGEST,
  sources: {},
  steps: ['a', 'b', 'c'].map((name, i, names) => ({
    name,
    parameters: {},
    seeds: {},
    threads: 1,
    inputs: {},
    outputs: [],
    needs: names.slice(0, i),
    tolerates: [],
    measured: false,
    retries: 1,
    resources: {},
    key: DIGEST,
  })),
});

const begun = (nth: number): StepSeen => ({
  begun: { identity: DIGEST, try: nth, at: '2026-07-02T08:15:30Z', host: 'h' },
});

function manifest(change: Partial<StepManifest> = {}): StepSeen {
  return {
    manifest: {
      schema_version: 1,
      run: 'run-1',
      attempt: 1,
      step: 'a',
      try: 1,
      key: DIGEST,
      identity: DIGEST,
      verdict: 'succeeded',
      because: [],
      inputs: {},
      outputs: {},
      logical: {},
      metrics: [],
      isolation: [],
      measurements: {
        wall_seconds: 2,
        cpu_seconds: null,
        peak_memory_bytes: null,
      },
      exit_code: 0,
      log: DIGEST,
      host: 'h',
      principal: 'engineer',
      started_at: AT,
      ended_at: AT,
      ...change,
    },
  };
}

const made = { run: 'run-0', attempt: 1, step: 'a', try: 1 };

describe('stepViews', () => {
  it.each([
    ['running', begun(1), 'running', 'running'],
    ['stopped with its run', begun(1), 'stopped', 'stopped'],
    ['waiting when its run is lost', begun(1), 'lost', 'waiting'],
    ['succeeded', manifest(), 'running', 'succeeded'],
    ['reused', manifest({ reused_from: made }), 'running', 'reused'],
    [
      'blocked, also where the block is reused',
      manifest({ verdict: 'blocked', reused_from: made }),
      'running',
      'blocked',
    ],
    [
      'running again after a try that failed',
      { ...begun(2), ...manifest({ verdict: 'failed' }) },
      'running',
      'running',
    ],
    [
      'failed after its last try',
      { ...begun(1), ...manifest({ verdict: 'failed' }) },
      'running',
      'failed',
    ],
    ['skipped when its run ended before its turn', {}, 'failed', 'skipped'],
    ['waiting', {}, 'running', 'waiting'],
  ] as const)('shows a step that is %s', (_, seen, run, state) => {
    const views = stepViews(plan, new Map([['a', seen as StepSeen]]), {
      attempt: 1,
      state: run,
    });
    expect(views[0].state).toBe(state);
  });

  it('says what a step waits for', () => {
    const waits = (
      seen: Record<string, StepSeen>,
      state: 'queued' | 'running' | 'lost',
    ) =>
      stepViews(plan, new Map(Object.entries(seen)), {
        attempt: 1,
        state,
      }).map(({ waitsFor }) => waitsFor);
    expect(waits({}, 'queued')).toEqual(['the run to begin', 'a', 'a and b']);
    expect(waits({ a: begun(1) }, 'running')).toEqual([null, 'a', 'a and b']);
    expect(waits({ a: manifest() }, 'running')).toEqual([
      null,
      'its turn',
      'b',
    ]);
    expect(waits({ a: begun(1) }, 'lost')[0]).toContain('find the run again');
  });

  it('never mixes a try that is under way with the one before', () => {
    const [view] = stepViews(
      plan,
      new Map([
        [
          'a',
          { ...begun(2), ...manifest({ verdict: 'failed', exit_code: 1 }) },
        ],
      ]),
      { attempt: 1, state: 'running' },
    );
    expect(view).toMatchObject({
      try: 2,
      startedAt: AT,
      endedAt: null,
      exitCode: null,
      seconds: null,
    });
  });
});
