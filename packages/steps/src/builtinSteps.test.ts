import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  checkOf,
  defaultChecks,
  gateOf,
} from '@trainyard/backstage-plugin-ml-training-common';
import { builtinSteps, builtinVersions } from './builtinSteps';
import { StepHarness } from './testing/stepHarness';

const features = [
  { name: 'stops', type: 'int' },
  { name: 'load', type: 'double' },
] as const;
const labels = ['late'];
const window = (from: string, to: string) => ({
  from: `${from}T00:00:00.000Z`,
  to: `${to}T00:00:00.000Z`,
  label_cutoff: `${to}T00:00:00.000Z`,
});
const windows = {
  train: window('2020-01-01', '2020-01-11'),
  validation: window('2020-01-12', '2020-01-16'),
  test: window('2020-01-16', '2020-01-21'),
};
const commandParameters = {
  pipeline: 'parcels-on-time',
  hyperparameters: {},
  labels,
  features,
};

/** What each step of the default graph is told, and what it writes, in order. */
const STEPS: readonly [name: string, outputs: string[], parameters: object][] =
  [
    [
      'materialize-dataset',
      ['dataset', 'context'],
      { name: 'parcels', features, labels, context: ['depot'] },
    ],
    [
      'split-dataset',
      ['train', 'validation', 'examples', 'labels', 'segments', 'split'],
      {
        windows,
        features,
        labels,
        segments: [
          {
            by: 'rank',
            name: 'depot_size',
            column: 'depot',
            groups: [
              { name: 'large', upto: 1 },
              { name: 'small', upto: null },
            ],
          },
          {
            by: 'buckets',
            name: 'length',
            column: 'stops',
            edges: [0, 5, null],
          },
        ],
      },
    ],
    [
      'check-dataset',
      ['checks'],
      {
        windows,
        features,
        labels,
        views: ['van'],
        checks: [
          ...defaultChecks({ features, labels }),
          checkOf('range(stops) between 0 and 9'),
          checkOf('label_rate(late, test) between 5% and 95%'),
        ],
      },
    ],
    ['score-model', ['predictions'], commandParameters],
    [
      'calibrate-predictions',
      ['calibration', 'calibrated'],
      { method: 'platt', fit_on: 'validation', labels },
    ],
    [
      'evaluate-model',
      ['evaluation'],
      {
        metrics: ['auc', 'logloss', 'ece'],
        primary: 'auc',
        labels,
        segments: ['depot_size', 'length'],
      },
    ],
    [
      'run-validation-gates',
      ['gates'],
      {
        labels,
        gates: [gateOf('auc >= 0.6'), gateOf('segment(depot_size).auc >= 0.6')],
      },
    ],
    [
      'publish-report',
      ['report'],
      {
        pipeline: 'parcels-on-time',
        model_name: 'parcels',
        primary: 'auc',
        hyperparameters: {},
        features,
      },
    ],
    [
      'register-model',
      ['registration'],
      {
        model_name: 'parcels',
        scoring: {
          command: ['python', 'score.py'],
          environment: { kind: 'host', platform: 'linux-x64-glibc' },
          features,
          labels,
        },
      },
    ],
  ];

// A parcel every 40 minutes; the fuller the van, the likelier it is late.
const PARCELS = `
  SELECT '{"parcel":' || n || '}' AS example_id,
         TIMESTAMP '2020-01-01' + to_minutes(n * 40) AS prediction_time,
         if(n % 7 < 4, 'north', 'south') AS depot,
         (n * 31 % 10)::BIGINT AS stops,
         if(n % 11 = 0, NULL, (n * 17 % 100) / 100) AS load,
         (n * 17 % 100 + n * 29 % 60 > 90)::BIGINT AS late
    FROM range(720) t(n)`;

describe('the built-in steps', () => {
  let harness: StepHarness;
  beforeAll(async () => {
    harness = await StepHarness.make();
    const table = (input: string, file: string, columns: string) =>
      harness.table(input, file, `SELECT ${columns} FROM (${PARCELS})`);
    await table(
      'base',
      'examples.parquet',
      'example_id, prediction_time, depot',
    );
    await table(
      'outcomes',
      'labels.parquet',
      `example_id, late, prediction_time + INTERVAL 1 HOUR AS "late.label_time",
       prediction_time + INTERVAL 2 HOUR AS "late.available_at"`,
    );
    await table('features', 'features.parquet', 'example_id, stops, load');
    await table(
      'features',
      'times.parquet',
      `example_id, prediction_time - INTERVAL 1 HOUR AS "van.event_time",
       prediction_time AS "van.available_at"`,
    );
    await harness.file('model', 'model.txt', 'tree');
  });
  afterAll(() => harness.remove());

  /** Runs every step on what the ones before it wrote, and reads all that was written. */
  const runAll = async (threads: number) => {
    harness.lend('base', 'examples');
    harness.lend('outcomes', 'labels');
    const written: Record<string, Buffer> = {};
    for (const [name, outputs, parameters] of STEPS) {
      const step = builtinSteps({ sandboxCommand: [] }).get(name);
      if (!step) throw new Error(`there is no step ${name}`);
      if (name === 'score-model') await score(harness);
      const outcome = await harness.run(step, parameters, outputs, threads);
      expect([name, outcome]).toEqual([
        name,
        expect.objectContaining({ outcome: 'done' }),
      ]);
      for (const output of outputs) {
        const folder = harness.path(output, '');
        for (const file of await readdir(folder)) {
          written[`${output}/${file}`] = await readFile(join(folder, file));
        }
        harness.adopt(output);
      }
    }
    return written;
  };

  it('understand each other, and yield equal bytes at any number of threads', async () => {
    const written = await runAll(1);
    expect(await runAll(2)).toEqual(written);
    expect(Object.keys(written).sort()).toEqual([
      'calibrated/predictions.parquet',
      'calibration/calibration.json',
      'checks/checks.json',
      'context/context.parquet',
      'dataset/dataset.parquet',
      'evaluation/evaluation.json',
      'examples/test.parquet',
      'examples/validation.parquet',
      'gates/gates.json',
      'labels/test.parquet',
      'labels/validation.parquet',
      'predictions/predictions.parquet',
      'registration/model.json',
      'report/report.html',
      'report/report.md',
      'segments/segments.json',
      'segments/segments.parquet',
      'split/split.json',
      'train/train.parquet',
      'validation/validation.parquet',
    ]);
    for (const [file, bytes] of Object.entries(written)) {
      expect([file, bytes.includes(harness.folder)]).toEqual([file, false]);
    }
    expect(
      JSON.parse(written['registration/model.json'].toString()).stage,
    ).toBe('candidate');
  });

  it('have a version each, which is a part of plans', () => {
    for (const [name, version] of builtinVersions()) {
      expect([name, version]).toEqual([
        name,
        expect.stringMatching(/^\d+\.\d+\.\d+(\+[\w.-]+)?$/),
      ]);
    }
  });
});

/** Takes the place of the command: predicts the examples and no others. */
async function score(harness: StepHarness) {
  const folder = harness.folderOf('examples');
  await harness.table(
    'raw',
    'predictions.parquet',
    `SELECT example_id, coalesce(load, 0.5)::DOUBLE AS late
       FROM read_parquet(['${folder}/validation.parquet', '${folder}/test.parquet'])`,
  );
}
