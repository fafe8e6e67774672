import {
  compilePlan,
  digestOfText,
  lock as lockDocument,
  specification as specificationDocument,
  treeOfFiles,
  writeLock,
  type Plan,
  type SpecificationInput,
} from '@trainyard/backstage-plugin-ml-training-common';

const files = [
  { path: 'flights.parquet', sha256: digestOfText('flights'), bytes: 7 },
];

const lock = lockDocument.parse({
  lock_version: 1,
  as_of: { instant: '2001-07-02T00:00:00.000Z', said_by: 'specification' },
  sources: {
    flights: {
      path: 'data/flights.parquet',
      strength: 'copied',
      tree: treeOfFiles(files),
      files,
    },
  },
});

/** A pipeline with every step of the default graph. */
export const written = {
  spec_version: 1,
  pipeline: 'flight-delay',
  as_of: '2001-07-01',
  sources: { flights: { path: 'data/flights.parquet', key: ['row'] } },
  tables: {
    departures: {
      sql: 'SELECT row, departed_at, origin, hour FROM flights',
      key: ['row'],
      event_time: 'departed_at',
      available_at: 'departed_at',
    },
    outcomes: {
      sql: 'SELECT row, landed_at, known_at, origin, late FROM flights',
      key: ['row'],
      event_time: 'landed_at',
      available_at: 'known_at',
    },
  },
  features: {
    delay_v1: { at_hand: { kind: 'columns', columns: { hour: 'int' } } },
  },
  labels: { late_v1: { from: 'outcomes', on: ['row'], value: 'late' } },
  dataset: {
    dataset_name: 'flight_delay',
    base_examples: {
      source: 'departures',
      date_range: { start: '2001-05-08', end: '2001-06-30' },
    },
    prediction_time: 'departed_at',
    feature_set_version: 'delay_v1',
    labels: ['late_v1'],
    split: {
      type: 'temporal',
      train_until: '2001-06-10',
      validation_until: '2001-06-17',
      test_until: '2001-06-30',
    },
  },
  checks: [
    { check: 'null_rate(hour) < 10%', reason: 'An hour is always known.' },
  ],
  training: {
    model_name: 'flight_delay',
    command: ['python', 'train.py'],
    hyperparameters: { num_trees: 200 },
    random_seed: 7,
    runtime: { code: 'code/' },
  },
  scoring: { command: ['python', 'score.py'] },
  evaluation: { primary: 'auc', metrics: ['auc'] },
  calibration: { method: 'platt' },
  gates: [{ gate: 'auc >= 0.7', reason: 'Below this nobody uses it.' }],
} satisfies SpecificationInput;

const BUILT_IN = [
  'validate-input-data',
  'build-tables',
  'build-labels',
  'build-features',
  'materialize-dataset',
  'split-dataset',
  'check-dataset',
  'score-model',
  'calibrate-predictions',
  'evaluate-model',
  'run-validation-gates',
  'publish-report',
  'register-model',
];

export function samplePlan(): Plan {
  return compilePlan({
    specification: specificationDocument.parse(written),
    lock,
    code: new Map([['code/', digestOfText('code')]]),
    environmentOf: () => ({ kind: 'host', platform: 'linux-x64-glibc' }),
    versions: new Map(BUILT_IN.map(name => [name, '1.0.0'])),
  });
}

/** The files of its bundle; JSON is YAML too. */
export const bundleFiles: Readonly<Record<string, string>> = {
  'pipeline.yaml': JSON.stringify(written),
  'pipeline.lock': writeLock(lock),
  'code/train.py': 'print("trained")',
};
