import { openMemoryStore, type ArtifactStore } from '@trainyard/artifacts';
import {
  comparison,
  writeLock,
  type EvaluationDocument,
  type Plan,
  type RunState,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { RunEntry } from '../runs/runStore';
import { TINY_PIPELINE } from '../testing/repositoryFolder';
import {
  AT,
  manifestOf,
  runEntryOf,
  sealFiles,
  SOME_DIGEST,
} from '../testing/storedRuns';
import { compareEntries } from './compareEntries';

const LOCK = writeLock({
  lock_version: 1,
  as_of: { instant: '2001-07-02T00:00:00.000Z', said_by: 'specification' },
  sources: {},
  environments: {},
  images: {},
});

const STEPS = ['split-dataset', 'train-model', 'evaluate-model'];

const PLAN: Plan = {
  schema_version: 1,
  pipeline: 'tiny',
  namespace: 'default',
  specification: SOME_DIGEST,
  lock: SOME_DIGEST,
  sources: {},
  steps: STEPS.map(name => ({
    name,
    command: ['true'],
    environment: { kind: 'host', platform: 'linux-x64-glibc' },
    parameters: {},
    seeds: {},
    threads: 1,
    inputs: {},
    outputs: [],
    needs: [],
    tolerates: [],
    measured: false,
    retries: 0,
    resources: {},
    key: SOME_DIGEST,
  })),
};

function evaluationOf(auc: number): EvaluationDocument {
  const overall = { rows: 10, positives: 3, metrics: { auc } };
  const window = { raw: { overall, segments: {} } };
  return {
    schema_version: 1,
    evaluator: { name: 'trainyard', version: '1.0.0' },
    primary: 'auc',
    metrics: ['auc'],
    labels: { late: { validation: window, test: window } },
  };
}

interface Told {
  readonly run: string;
  readonly state?: RunState;
  readonly auc?: number;
  readonly labels?: string;
  readonly specification?: string;
}

/** A run in the store as far as it got, and its entry. */
async function storedRun(
  store: ArtifactStore,
  { run, state = 'succeeded', auc = 0.7, ...told }: Told,
): Promise<RunEntry> {
  const bundle = await sealFiles(store, {
    'pipeline.yaml': told.specification ?? TINY_PIPELINE,
    'pipeline.lock': LOCK,
  });
  const plan = (await store.blobs.put(Buffer.from(JSON.stringify(PLAN))))
    .sha256;
  const entry = runEntryOf({ run, state, bundle, plan });
  if (state !== 'succeeded') return entry;

  await store.runs.create({
    schema_version: 1,
    run,
    purpose: 'train',
    pipeline: 'tiny',
    namespace: 'default',
    plan,
    bundle,
    specification: 'pipeline.yaml',
    git: null,
    principal: 'someone',
    trust: 'engine',
    submitted_at: AT,
  });
  await store.runs.beginAttempt(run, { host: 'somewhere', at: AT });
  const labels = await sealFiles(store, { 'test.csv': told.labels ?? 'rows' });
  const evaluation = await sealFiles(store, {
    'evaluation.json': JSON.stringify(evaluationOf(auc)),
  });
  const yields = {
    'split-dataset': { outputs: { labels } },
    'train-model': { metrics: [{ name: 'loss', value: 0.4 }] },
    'evaluate-model': {
      outputs: { evaluation },
      metrics: [{ name: 'test.raw.auc', value: auc }],
    },
  };
  for (const [step, change] of Object.entries(yields)) {
    await store.runs.sealStep(manifestOf({ run, step, ...change }));
  }
  await store.runs.endAttempt({
    schema_version: 1,
    run,
    attempt: 1,
    status: 'succeeded',
    steps: STEPS.map(id => ({
      id,
      identity: SOME_DIGEST,
      status: 'succeeded',
      measured: false,
      outputs: {},
      seconds: 1,
      because: [],
    })),
    ended_at: AT,
  });
  return entry;
}

async function compared(...told: readonly Told[]) {
  const store = openMemoryStore();
  const entries: RunEntry[] = [];
  for (const run of told) entries.push(await storedRun(store, run));
  const found = comparison.parse(
    await compareEntries(entries, {
      store: async () => store,
      runs: { metrics: async () => ({ 'train-model.loss': 0.9, gone: null }) },
    }),
  );
  const line = (name: string) => found.values.find(it => it.name === name);
  return { ...found, line };
}

describe('compareEntries', () => {
  it('holds what runs asked for and what came of them side by side', async () => {
    const { runs, line, sentences, notComparable } = await compared(
      { run: 'a' },
      {
        run: 'b',
        auc: 0.8,
        specification: TINY_PIPELINE.replace('2001-07-01', '2001-08-01'),
      },
    );
    expect(runs.map(({ run }) => run)).toEqual(['a', 'b']);
    expect(line('as_of')).toMatchObject({
      values: ['2001-07-01', '2001-08-01'],
      differs: true,
    });
    expect(line('test.raw.auc')).toEqual({
      about: 'metric',
      name: 'test.raw.auc',
      values: [0.7, 0.8],
      differs: true,
      better: 'higher',
    });
    expect(line('train-model.loss')).toMatchObject({ differs: false });
    expect(notComparable).toEqual([]);
    expect(sentences).toEqual([
      {
        run: 'b',
        says: [
          'Specification: as_of was "2001-07-01" and is "2001-08-01".',
          'Step evaluate-model: evaluation changed.',
          'auc on test (raw) rose from 0.7 to 0.8 (better).',
        ],
      },
    ]);
  });

  it('judges no figures of other rows (law 8)', async () => {
    const { line, sentences, notComparable } = await compared(
      { run: 'a' },
      { run: 'b', auc: 0.8, labels: 'other rows' },
    );
    expect(line('test.raw.auc')).toMatchObject({
      values: [0.7, 0.8],
      better: null,
    });
    expect(notComparable).toEqual([
      'Metrics of b are not compared with those of a: they were measured on other rows.',
    ]);
    expect(sentences[0].says.join()).not.toMatch(/auc/);
  });

  it('compares a run that goes on by what was asked for and reported so far', async () => {
    const { line, sentences, notComparable } = await compared(
      { run: 'a' },
      { run: 'b', state: 'running' },
      { run: 'c' },
    );
    expect(line('as_of')?.values).toEqual(Array(3).fill('2001-07-01'));
    expect(line('train-model.loss')).toMatchObject({
      values: [0.4, 0.9, 0.4],
      differs: false,
    });
    expect(line('test.raw.auc')?.values).toEqual([0.7, null, 0.7]);
    expect(line('gone')).toBeUndefined();
    expect(sentences[0]).toEqual({
      run: 'b',
      says: ['Nothing differs in what was to be run.'],
    });
    expect(notComparable).toEqual([
      'Metrics of b are not compared with those of a: b has not ended.',
    ]);
  });

  it('takes no figures of an earlier attempt for those of the newest', async () => {
    const store = openMemoryStore();
    const first = await storedRun(store, { run: 'a' });
    const entry = await storedRun(store, { run: 'b' });
    const again = { ...entry, summary: { ...entry.summary, attempt: 2 } };
    const { values, notComparable } = await compareEntries([first, again], {
      store: async () => store,
      runs: { metrics: async () => ({}) },
    });
    const auc = values.find(({ name }) => name === 'test.raw.auc');
    expect(auc?.values).toEqual([0.7, null]);
    expect(notComparable[0]).toMatch(/b was not evaluated/);
  });
});
