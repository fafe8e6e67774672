import { digestOfText } from '../json/digest';
import { builtInOutputs } from '../documents/agreement/builtInOutputs';
import {
  specification,
  type SpecificationInput,
} from '../documents/specification';
import type { Lock } from '../lock/lock';
import { treeOfFiles } from '../lock/lock';
import { compilePlan } from './compilePlan';
import type { PlanInputs } from './planInputs';
import { plan as planDocument, type Environment, type PlanStep } from './plan';

const flights = [
  { path: 'flights.parquet', sha256: digestOfText('flights'), bytes: 7 },
];

const lock: Lock = {
  lock_version: 1,
  as_of: { instant: '2001-07-02T00:00:00.000Z', said_by: 'specification' },
  sources: {
    flights: {
      path: 'data/flights.parquet',
      strength: 'copied',
      tree: treeOfFiles(flights),
      files: flights,
    },
  },
  environments: {},
  images: {},
};

const written: SpecificationInput = {
  spec_version: 1,
  pipeline: 'flight-delay',
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
    delay_v1: {
      at_hand: { kind: 'columns', columns: { hour: 'int' } },
      origin: {
        kind: 'window',
        from: 'outcomes',
        on: ['origin'],
        windows: ['24h', '3h'],
        compute: { late_share: 'mean(late)', flights: 'count' },
      },
    },
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
  training: {
    model_name: 'flight_delay',
    command: ['python', 'train.py'],
    hyperparameters: { num_trees: 200 },
    random_seed: 7,
    threads: 2,
    runtime: { code: 'code/' },
  },
  scoring: { command: ['python', 'score.py'] },
  evaluation: {
    primary: 'brier',
    segments: {
      origin_size: {
        rank_by: 'train_rows(origin)',
        groups: { small: 'rest', large: 30 },
      },
      time_of_day: { column: 'hour', buckets: [0, 12, 'inf'] },
    },
  },
  calibration: { method: 'platt' },
  gates: ['auc >= 0.7'],
};

const host: Environment = { kind: 'host', platform: 'linux-x64-glibc' };
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

function compile(
  change: Partial<SpecificationInput> = {},
  more: Partial<PlanInputs> = {},
) {
  return compilePlan({
    specification: specification.parse({ ...written, ...change }),
    lock,
    code: new Map([['code/', digestOfText('code')]]),
    environmentOf: () => host,
    versions: new Map(BUILT_IN.map(name => [name, '1.0.0'])),
    ...more,
  });
}

function stepOf(plan: ReturnType<typeof compile>, name: string): PlanStep {
  const step = plan.steps.find(it => it.name === name);
  if (!step) throw new Error(`no step ${name}`);
  return step;
}

const keysOf = (plan: ReturnType<typeof compile>) =>
  Object.fromEntries(
    plan.steps.map(({ name, key }) => [name, key.slice(0, 12)]),
  );

describe('compilePlan', () => {
  it('is a document that reads back as it was written', () => {
    const plan = compile();
    expect(planDocument.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  });

  it('compiles the default graph in the order of the design', () => {
    expect(compile().steps.map(({ name }) => name)).toEqual([
      'validate-input-data',
      'build-tables',
      'build-labels',
      'build-features',
      'materialize-dataset',
      'split-dataset',
      'check-dataset',
      'train-model',
      'score-model',
      'calibrate-predictions',
      'evaluate-model',
      'run-validation-gates',
      'publish-report',
      'register-model',
    ]);
  });

  it('makes the outputs that own steps are told of', () => {
    const made = compile().steps.map(({ name, outputs }) => [name, outputs]);
    expect(new Map(made as [string, string[]][])).toEqual(
      builtInOutputs(specification.parse(written)),
    );
  });

  it('keeps the keys that it gave in earlier releases', () => {
    expect(keysOf(compile())).toMatchInlineSnapshot(`
     {
       "build-features": "a211ebbc60cd",
       "build-labels": "89c52d90bcc5",
       "build-tables": "c35683a37156",
       "calibrate-predictions": "1e5860e6b0f7",
       "check-dataset": "e6ec48d3acc3",
       "evaluate-model": "93d45fd910f9",
       "materialize-dataset": "2ae38fa828e2",
       "publish-report": "9840d60fefed",
       "register-model": "c3a7d7b106fb",
       "run-validation-gates": "ea2cb6c403b6",
       "score-model": "4ebe212f2473",
       "split-dataset": "df9c5b277c9f",
       "train-model": "e6e48bdb6782",
       "validate-input-data": "fe09c0702f81",
     }
    `);
  });

  it('gives one plan whether a default is written or left out', () => {
    const plain = compile();
    const explicit = compile({
      namespace: 'default',
      seeds: {},
      calibration: { method: 'platt', data_window: 'validation' },
      promotion: { separate_from_training: true, approval_required: true },
    });
    expect(explicit).toEqual(plain);
  });

  it('gives one text whatever the order of keys', () => {
    const reversed = (value: object): object =>
      Array.isArray(value)
        ? value.map(it => (typeof it === 'object' ? reversed(it) : it))
        : Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, it]) => [
                key,
                typeof it === 'object' && it !== null ? reversed(it) : it,
              ]),
          );
    const change = reversed(written) as SpecificationInput;
    expect(JSON.stringify(compile(change))).toBe(JSON.stringify(compile()));
  });

  it('trains only when the dataset was found good', () => {
    expect(stepOf(compile(), 'train-model').needs).toContain('check-dataset');
  });

  it('judges raw scores where nothing calibrates them', () => {
    const gatesOf = (change: Partial<SpecificationInput>) =>
      stepOf(compile(change), 'run-validation-gates').parameters.gates;
    expect(gatesOf({})).toMatchObject([{ scores: 'calibrated' }]);
    expect(gatesOf({ calibration: undefined })).toMatchObject([
      { scores: 'raw' },
    ]);
  });

  it('never lays test labels beside user code', () => {
    const inputs = compile()
      .steps.filter(({ command }) => command)
      .flatMap(step => Object.values(step.inputs));
    expect(inputs).not.toContainEqual(
      expect.objectContaining({ output: 'labels' }),
    );
  });

  it('lets the report follow each block, registration only that of the gates', () => {
    const plan = compile();
    expect(stepOf(plan, 'publish-report').tolerates).toEqual(
      expect.arrayContaining(['check-dataset', 'run-validation-gates']),
    );
    expect(stepOf(plan, 'register-model').tolerates).toEqual([
      'run-validation-gates',
    ]);
  });

  it('counts labels of the test until as_of, and those of training until its own end', () => {
    const { windows } = stepOf(compile(), 'split-dataset').parameters;
    expect(windows).toEqual({
      train: {
        from: '2001-05-08T00:00:00.000Z',
        to: '2001-06-11T00:00:00.000Z',
        label_cutoff: '2001-06-11T00:00:00.000Z',
      },
      validation: {
        from: '2001-06-11T00:00:00.000Z',
        to: '2001-06-18T00:00:00.000Z',
        label_cutoff: '2001-06-18T00:00:00.000Z',
      },
      test: {
        from: '2001-06-18T00:00:00.000Z',
        to: '2001-07-01T00:00:00.000Z',
        label_cutoff: '2001-07-02T00:00:00.000Z',
      },
    });
  });

  it('carries the columns that segments need and features do not have', () => {
    const { context } = stepOf(compile(), 'materialize-dataset').parameters;
    expect(context).toEqual(['origin']);
  });

  it('names an automatic dataset version by its last day and the key of its work', () => {
    const plan = compile();
    const { key } = stepOf(plan, 'materialize-dataset');
    expect(plan.dataset).toEqual({
      name: 'flight_delay',
      version: `2001-06-30-${key.slice(0, 12)}`,
    });
  });

  it.each<[string, Partial<SpecificationInput>, string, string]>([
    [
      'a hyperparameter',
      { training: { ...written.training!, hyperparameters: { num_trees: 1 } } },
      'check-dataset',
      'train-model',
    ],
    [
      'a gate',
      { gates: ['auc >= 0.8'] },
      'evaluate-model',
      'run-validation-gates',
    ],
    [
      'a check',
      { checks: ['row_count(train) >= 5'] },
      'split-dataset',
      'check-dataset',
    ],
  ])(
    '%s renames what comes after it and nothing before',
    (_, change, before, after) => {
      const was = compile();
      const is = compile(change);
      expect(stepOf(is, before).key).toBe(stepOf(was, before).key);
      expect(stepOf(is, after).key).not.toBe(stepOf(was, after).key);
    },
  );

  it('puts a pipeline of own steps in the order of their inputs', () => {
    const plan = compilePlan({
      specification: specification.parse({
        spec_version: 1,
        pipeline: 'own',
        steps: {
          after: {
            command: ['cat'],
            inputs: { given: 'before/made' },
          },
          before: { command: ['make'], outputs: ['made'] },
        },
      } satisfies SpecificationInput),
      lock: { ...lock, sources: {} },
      code: new Map(),
      environmentOf: () => host,
      versions: new Map(),
    });
    expect(plan.steps.map(({ name }) => name)).toEqual(['before', 'after']);
    expect(plan.steps[1].inputs).toEqual({
      given: { step: 'before', output: 'made' },
    });
  });

  it('says how many machines train together only where there are several', () => {
    const workersOf = (workers: number) => {
      const { steps } = compile({
        ...written,
        training: { ...written.training, model_name: 'flight_delay', workers },
      });
      return steps.flatMap(step =>
        step.workers ? [[step.name, step.workers]] : [],
      );
    };
    expect(workersOf(1)).toEqual([]);
    expect(workersOf(4)).toEqual([['train-model', 4]]);
  });

  it('knows a wish for a pod a step, which is part of no key', () => {
    const { isolate_steps: wish, steps } = compile({
      ...written,
      training: {
        ...written.training,
        model_name: 'flight_delay',
        isolate_steps: true,
      },
    });
    expect(wish).toBe(true);
    expect(compile(written)).not.toHaveProperty('isolate_steps');
    expect(steps).toEqual(compile(written).steps);
  });
});
