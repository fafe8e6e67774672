import { openMemoryStore } from '@trainyard/artifacts';
import {
  canonicalJson,
  evidenceView,
  runDetail,
  stepViews,
  type Json,
  type MetricPoint,
  type RunState,
} from '@trainyard/backstage-plugin-ml-training-common';
import { samplePlan, bundleFiles } from '../../reconciler/testing/samplePlan';
import { scriptedEngine } from '../../reconciler/testing/scriptedEngine';
import { sealSteps, type Script } from '../../reconciler/testing/sealedSteps';
import { WatchedAttempt } from '../../reconciler/watchedAttempt';
import { runEntryOf, sealFiles, SOME_DIGEST } from '../../testing/storedRuns';
import type { RunEntry } from '../runStore';
import { runViews, type RunViewPorts } from './runViews';

const plan = samplePlan();
const ALL = { stop: true, retry: true, again: true, reproduce: true };

/** A run that ended as the script says, and what its pages are made from. */
async function ended(
  script: Script,
  change: { readonly because?: string; readonly previous?: RunEntry } = {},
) {
  const store = openMemoryStore();
  const put = await store.blobs.put(
    Buffer.from(canonicalJson(plan as unknown as Json)),
  );
  const bundle = await sealFiles(store, bundleFiles);
  const end = await sealSteps(
    store,
    { run: 'run-1', attempt: 1, plan },
    script,
  );
  const state = end.status as RunState;
  const seen = await new WatchedAttempt('run-1', 1).look(store, plan, end);
  const { because = null, previous } = change;
  const given = runEntryOf({ plan: put.sha256, bundle });
  const entry = { ...given, summary: { ...given.summary, state, because } };
  const points: MetricPoint[] = Array.from({ length: 5000 }, (_, step) => ({
    name: 'train-model.loss',
    value: 1 / (step + 1),
    step,
  }));
  const ports: RunViewPorts = {
    runs: {
      find: async run => (run === 'run-0' ? previous : entry),
      metrics: async () => ({ 'test.calibrated.auc': 0.9 }),
      params: async () => ({ num_trees: 200 }),
      points: async () => ({ 'train-model.loss': points }),
      previous: async () => previous && 'run-0',
      steps: async () => stepViews(plan, seen, { attempt: 1, state }),
    },
    store: async () => store,
    engines: new Map([['local', scriptedEngine()]]),
  };
  return { entry, store, views: runViews(ports) };
}

describe('runViews', () => {
  it('answers every question about a run that succeeded', async () => {
    const { entry, views } = await ended({});
    const detail = runDetail.parse(await views.detail(entry, ALL));
    expect(detail.troubles).toEqual([]);
    expect(detail.actions).toEqual({
      stop: 'It is not running any more.',
      retry: expect.any(String),
      again: null,
      reproduce: null,
    });
    const answers = Object.fromEntries(
      detail.answers.map(({ question, value }) => [question, value]),
    );
    expect(answers).toMatchObject({
      dataset: expect.stringMatching(/^flight_delay 2001-06-30-/),
      features: 'delay_v1',
      labels: 'late_v1: late of outcomes',
      'negative sampling': 'None',
      commit: null,
      image: "the host's own programs, linux-x64-glibc",
      seeds: 'random_seed 7',
      hyperparameters: 'num_trees 200',
      metrics: 'test.calibrated.auc 0.9',
      promotion: null,
      reproduction: 'Yes, from what was sealed with it',
      predecessor: null,
    });
    expect(detail.answers.every(it => it.value !== null || it.note)).toBe(true);
    expect(detail.command).toBe('trainyard run pipeline.yaml');
  });

  it('tells what blocked a run, measured against expected, with its reason', async () => {
    const { entry, views } = await ended({ auc: 0.2 });
    const { troubles } = await views.detail(entry, ALL);
    expect(troubles).toEqual([
      {
        what: expect.stringContaining('Gate auc failed.'),
        measured: '0.2',
        expected: 'at least 0.7',
        reason: 'Below this nobody uses it.',
        help: { to: 'gate', gate: 'auc' },
      },
    ]);
  });

  it('tells which check blocked a run before its training', async () => {
    const { entry, views } = await ended({ nulls: 50 });
    const { troubles } = await views.detail(entry, ALL);
    expect(troubles).toMatchObject([
      {
        measured: '0.5',
        expected: 'below 10%',
        reason: 'An hour is always known.',
        help: { to: 'check', check: 'null_rate(hour)' },
      },
    ]);
  });

  it('leads from a step that failed to its log', async () => {
    const { entry, views } = await ended({ fails: 'train-model' });
    const { troubles } = await views.detail(entry, ALL);
    expect(troubles).toMatchObject([
      {
        what: 'Step train-model failed. It broke.',
        help: { to: 'log', step: 'train-model' },
      },
    ]);
  });

  it('says what differs from the run before', async () => {
    const { entry, views } = await ended(
      {},
      { previous: runEntryOf({ run: 'run-0' }) },
    );
    const { answers } = await views.detail(entry, ALL);
    expect(answers.at(-1)).toEqual({
      question: 'predecessor',
      value: 'run-0',
      digest: SOME_DIGEST,
      note: expect.any(String),
    });
  });

  it('shows gaps where what was sealed is gone', async () => {
    const { entry, views } = await ended({});
    const lost = { ...entry, plan: 'f'.repeat(64), bundle: 'f'.repeat(64) };
    const { answers } = await views.detail(lost, ALL);
    expect(answers[0]).toMatchObject({
      value: null,
      note: expect.stringContaining('cannot be read'),
    });
    expect((await views.evidence(lost)).unreadable).toHaveLength(1);
  });

  it('shows evidence as it was sealed, and the verdicts as they are recomputed', async () => {
    const { entry, views } = await ended({
      auc: 0.2,
      bendGates: gates => ({ ...gates, verdict: { verdict: 'passed' } }),
    });
    const evidence = evidenceView.parse(await views.evidence(entry));
    expect(evidence.gates?.verdict.verdict).toBe('passed');
    expect(evidence.recomputed).toMatchObject({
      checks: { verdict: 'passed' },
      gates: { verdict: 'blocked' },
      disagreements: [expect.stringContaining('gates.json states passed')],
    });
    expect(evidence.schema.slice(0, 3)).toEqual([
      { name: 'example_id', type: 'string' },
      { name: 'prediction_time', type: 'timestamp' },
      { name: 'hour', type: 'int' },
    ]);
    expect(evidence.report).toBe(evidence.digests.report);
    expect(evidence.runbooks.auc).toBe('runbooks/run-blocked');
  });

  it('names a document that was damaged, and shows the others', async () => {
    const { entry, store, views } = await ended({});
    const { digests } = await views.evidence(entry);
    await store.objects.remove(`trees/${digests.gates}.json`);
    const evidence = await views.evidence(entry);
    expect(evidence.gates).toBeNull();
    expect(evidence.unreadable).toEqual([
      'gates.json cannot be read: it is missing.',
    ]);
    expect(evidence.checks).not.toBeNull();
  });

  it('thins long curves', async () => {
    const { entry, views } = await ended({});
    const { curves, latest, params } = await views.metrics(entry);
    expect(curves['train-model.loss']).toHaveLength(1000);
    expect(latest).toEqual({ 'test.calibrated.auc': 0.9 });
    expect(params).toEqual({ num_trees: 200 });
  });
});
