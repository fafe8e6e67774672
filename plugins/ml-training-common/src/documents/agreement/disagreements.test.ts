import {
  changed,
  FLIGHT_DELAY,
  pipelineText,
  read,
} from '../flightDelay.fixture';

/** Path and finding of each problem. */
function told(
  changes: Readonly<Record<string, string | undefined>>,
  head?: string,
) {
  return read(pipelineText(changes, head)).problems.map(
    ({ path, found }) => `${path.join('.')}: ${found}`,
  );
}

const steps = (text: string) => ({ steps: `\n${text}` });

describe('completeness', () => {
  it.each(['training', 'scoring', 'evaluation'])(
    'wants section %s beside a dataset',
    section => {
      const rest = section === 'evaluation' ? { gates: undefined } : {};
      expect(told({ [section]: undefined, ...rest })).toEqual([
        `${section}: nothing`,
      ]);
    },
  );

  it('wants a command that trains', () => {
    expect(
      told(changed('training', '  command: [python, train.py]\n', '')),
    ).toEqual(['training.command: nothing']);
  });

  it('wants a dataset for what works on one', () => {
    expect(told({ dataset: undefined })).toEqual(['dataset: nothing']);
  });

  it('wants a dataset or steps', () => {
    const all = Object.keys(FLIGHT_DELAY).map(name => [name, undefined]);
    expect(told(Object.fromEntries(all))).toEqual(['dataset: nothing']);
    expect(
      told({ ...Object.fromEntries(all), ...steps('  a: {command: [ls]}\n') }),
    ).toEqual([]);
  });
});

describe('references', () => {
  it.each([
    [
      'a table of a view',
      changed('features', 'from: outcomes', 'from: outcome'),
      'features.flights_v1.origin.from: "outcome"',
    ],
    [
      'a table of a label',
      changed('labels', 'from: outcomes', 'from: outcome'),
      'labels.late_v1.from: "outcome"',
    ],
    [
      'a source in place of a table',
      changed('labels', 'from: outcomes', 'from: flights'),
      'labels.late_v1.from: the source flights',
    ],
    [
      'the base table',
      changed('dataset', 'source: departures', 'source: arrivals'),
      'dataset.base_examples.source: "arrivals"',
    ],
    [
      'the feature set',
      changed('dataset', 'flights_v1', 'flights_v2'),
      'dataset.feature_set_version: "flights_v2"',
    ],
    [
      'a label',
      changed('dataset', '[late_v1]', '[late_v2]'),
      'dataset.labels.0: "late_v2"',
    ],
    [
      'a source of a step',
      steps('  a: {command: [ls], inputs: {x: source:trains}}\n'),
      'steps.a.inputs.x: "trains"',
    ],
  ])('tell %s that is not there', (_, changes, expected) => {
    expect(told(changes)).toEqual([expected]);
  });

  it('let examples be rows of a source', () => {
    expect(
      told(changed('dataset', 'source: departures', 'source: flights')),
    ).toEqual([]);
  });
});

describe('unique names', () => {
  it.each([
    [
      'a table named as a source, in another case',
      changed('tables', 'departures:', 'Flights:'),
      [
        'tables.Flights: Flights, which is also in section sources',
        'dataset.base_examples.source: "departures"',
      ],
    ],
    [
      'a table named examples',
      changed('tables', 'departures:', 'examples:'),
      [
        'tables.examples: the name examples',
        'dataset.base_examples.source: "departures"',
      ],
    ],
    [
      'two features of one name',
      changed(
        'features',
        '{hour: int, distance: int}',
        '{hour: int, origin_flights_3h: int}',
      ),
      [
        'features.flights_v1.origin: the feature origin_flights_3h, which view at_hand yields too',
      ],
    ],
    [
      'two windows of one name',
      changed('features', '[3h, 24h]', '[3h, 3h]'),
      [
        'features.flights_v1.origin: the feature origin_flights_3h, which view origin yields too',
        'features.flights_v1.origin: the feature origin_late_share_3h, which view origin yields too',
      ],
    ],
    [
      'a feature named as a label',
      changed(
        'features',
        '{hour: int, distance: int}',
        '{hour: int, LATE_V1: int}',
      ),
      [
        'features.flights_v1.at_hand: the feature LATE_V1, which is also a label',
      ],
    ],
    [
      'a feature named as a column of ours',
      changed(
        'features',
        '{hour: int, distance: int}',
        '{hour: int, Example_ID: string}',
      ),
      ['features.flights_v1.at_hand: the name Example_ID'],
    ],
    [
      'a label named as a column of ours',
      {
        ...changed('labels', 'late_v1', 'weight'),
        ...changed('dataset', '[late_v1]', '[weight]'),
      },
      ['labels.weight: the name weight'],
    ],
    [
      'a label named twice',
      {
        ...changed('dataset', '[late_v1]', '[late_v1, late_v1]'),
        gates: undefined,
      },
      ['dataset.labels.1: late_v1 a second time'],
    ],
    [
      'labels that differ in case',
      {
        labels: `${FLIGHT_DELAY.labels}  Late_v1: {from: outcomes, on: [row], value: late}\n`,
      },
      ['labels.Late_v1: Late_v1, which differs from late_v1 in case only'],
    ],
    [
      'a segment named as a column of ours',
      changed('evaluation', 'state: {column', 'split: {column'),
      ['evaluation.segments.split: the name split'],
    ],
    [
      'a feature set without views',
      { features: `${FLIGHT_DELAY.features}  flights_v2: {}\n` },
      ['features.flights_v2: a feature set without views'],
    ],
  ])('refuse %s', (_, changes, expected) => {
    expect(told(changes)).toEqual(expected);
  });
});

describe('dates', () => {
  it.each([
    [
      'a range that ends before it starts',
      changed('dataset', 'start: 2001-05-08', 'start: 2001-07-08'),
      ['dataset.base_examples.date_range.end: 2001-06-30'],
    ],
    [
      'validation that ends with training',
      changed(
        'dataset',
        'validation_until: 2001-06-17',
        'validation_until: 2001-06-10',
      ),
      ['dataset.split.validation_until: 2001-06-10'],
    ],
    [
      'a test that ends before validation',
      changed('dataset', 'test_until: 2001-06-30', 'test_until: 2001-06-16'),
      ['dataset.split.test_until: 2001-06-16'],
    ],
    [
      'training that ends before the range',
      changed('dataset', 'train_until: 2001-06-10', 'train_until: 2001-05-07'),
      ['dataset.split.train_until: 2001-05-07'],
    ],
    [
      'an embargo as long as validation',
      changed(
        'dataset',
        'type: temporal',
        'type: temporal\n    embargo_days: 7',
      ),
      ['dataset.split.embargo_days: 7'],
    ],
    [
      'curves fitted on the test',
      changed(
        'calibration',
        'platt',
        'platt\n  data_window: 2001-06-11..2001-06-18',
      ),
      ['calibration.data_window: 2001-06-11..2001-06-18'],
    ],
    [
      'curves fitted on training',
      changed(
        'calibration',
        'platt',
        'platt\n  data_window: 2001-06-10..2001-06-17',
      ),
      ['calibration.data_window: 2001-06-10..2001-06-17'],
    ],
  ])('refuse %s', (_, changes, expected) => {
    expect(told(changes)).toEqual(expected);
  });

  it('allow an embargo one day shorter than validation', () => {
    expect(
      told(
        changed(
          'dataset',
          'type: temporal',
          'type: temporal\n    embargo_days: 6',
        ),
      ),
    ).toEqual([]);
  });

  it('take the last day of the range as known at its end, and not before', () => {
    const head = (asOf: string) =>
      `spec_version: 1\npipeline: a\nas_of: ${asOf}\n`;
    expect(told({}, head('2001-06-30'))).toEqual([]);
    expect(told({}, head('2001-07-01T00:00:00Z'))).toEqual([]);
    expect(told({}, head('2001-06-30T23:59:59Z'))).toEqual([
      'as_of: 2001-06-30T23:59:59Z',
    ]);
    expect(told({}, head('2001-06-29'))).toEqual(['as_of: 2001-06-29']);
  });
});

describe('consistency', () => {
  it.each([
    [
      'another dataset version in training',
      changed(
        'training',
        'random_seed',
        'dataset_version: flights_3\n  random_seed',
      ),
      ['training.dataset_version: "flights_3"'],
    ],
    [
      'a sampling policy without its section',
      changed(
        'dataset',
        'prediction_time:',
        'negative_sampling_policy: on_time_v1\n  prediction_time:',
      ),
      ['dataset.negative_sampling_policy: "on_time_v1"'],
    ],
    [
      'a sampling section without its policy',
      {
        negative_sampling:
          ' {policy: on_time_v1, seed: 1, negatives_per_positive: 2}\n',
      },
      ['dataset.negative_sampling_policy: "none"'],
    ],
    [
      'a surface said twice',
      changed(
        'dataset',
        'source: departures',
        'source: departures\n    surface: a\n    where: {surface: b}',
      ),
      ['dataset.base_examples.where.surface: surface a second time'],
    ],
    [
      'a primary metric that is not measured',
      changed('evaluation', 'primary: brier', 'primary: logloss'),
      ['evaluation.primary: logloss'],
    ],
    [
      'a source whose format nobody knows',
      changed('sources', 'data/flights.parquet', 'data/flights'),
      ['sources.flights: "data/flights" without a format'],
    ],
    [
      'code in an image that is not named',
      changed('training', 'code: code', 'code: image'),
      ['training.runtime.code: code in an image that is not named'],
    ],
    [
      'a secret named as a variable of ours',
      { secrets: ' {TRAINYARD_IN: {env: X}}\n' },
      ['secrets.TRAINYARD_IN: the name TRAINYARD_IN'],
    ],
  ])('refuses %s', (_, changes, expected) => {
    expect(told(changes)).toEqual(expected);
  });

  it('accepts the dataset version of training in full or in short', () => {
    const versioned = changed(
      'dataset',
      'base_examples',
      'dataset_version: 1_a\n  base_examples',
    );
    for (const said of ['flights_1_a', '1_a']) {
      expect(
        told({
          ...versioned,
          ...changed(
            'training',
            'random_seed',
            `dataset_version: ${said}\n  random_seed`,
          ),
        }),
      ).toEqual([]);
    }
  });

  it('accepts a source of any format in a pipeline of own steps', () => {
    const all = Object.keys(FLIGHT_DELAY).map(name => [name, undefined]);
    expect(
      told({
        ...Object.fromEntries(all),
        sources: ' {notes: {path: notes.txt}}\n',
        ...steps('  a: {command: [ls], inputs: {x: source:notes}}\n'),
      }),
    ).toEqual([]);
  });
});

describe('own steps', () => {
  it('fit into the default graph', () => {
    expect(
      told(
        steps(`  look: {command: [ls], inputs: {rows: split-dataset/train}, needs: [check-dataset], tolerates: [split-dataset]}
`),
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'the name of a built-in',
      '  train-model: {command: [ls]}\n',
      ['steps.train-model: the name of a built-in step, train-model'],
    ],
    [
      'an unknown need',
      '  a: {command: [ls], needs: [b]}\n',
      ['steps.a.needs.0: "b"'],
    ],
    [
      'a need of itself',
      '  a: {command: [ls], needs: [a]}\n',
      ['steps.a.needs.0: "a"'],
    ],
    [
      'an unknown output',
      '  a: {command: [ls], inputs: {x: split-dataset/trian}}\n',
      ['steps.a.inputs.x: "split-dataset/trian"'],
    ],
    [
      'its own output',
      '  a: {command: [ls], outputs: [o], inputs: {x: a/o}}\n',
      ['steps.a.inputs.x: "a/o"'],
    ],
    [
      'tolerance of a step it does not need',
      '  a: {command: [ls], tolerates: [train-model]}\n',
      ['steps.a.tolerates.0: "train-model"'],
    ],
    [
      'an output twice',
      '  a: {command: [ls], outputs: [o, O]}\n',
      ['steps.a.outputs.1: O a second time'],
    ],
    [
      'a circle',
      '  a: {command: [ls], needs: [c]}\n  b: {command: [ls], outputs: [o], needs: [a]}\n  c: {command: [ls], inputs: {x: b/o}}\n  d: {command: [ls], needs: [a]}\n',
      ['steps.a: a circle: a needs c needs b needs a'],
    ],
  ])('refuse %s', (_, text, expected) => {
    expect(told(steps(text))).toEqual(expected);
  });

  it('suggest the output that was meant', () => {
    const { problems } = read(
      pipelineText(
        steps('  a: {command: [ls], inputs: {x: split-dataset/trian}}\n'),
      ),
    );
    expect(problems[0].advice).toBe('Did you mean `split-dataset/train`?');
  });

  it('may take the names of built-ins where there are none', () => {
    const all = Object.keys(FLIGHT_DELAY).map(name => [name, undefined]);
    expect(
      told({
        ...Object.fromEntries(all),
        ...steps('  train-model: {command: [ls]}\n'),
      }),
    ).toEqual([]);
  });
});

describe('expressions', () => {
  const checks = (text: string) => ({ checks: `\n  - ${text}\n` });
  const gates = (text: string) => ({ gates: `\n  - ${text}\n` });

  it.each([
    ['a check that cannot be read', checks('row_cuont > 1'), 'checks.0'],
    [
      'a check in a map that cannot be read',
      checks('{check: null_rate(hour)}'),
      'checks.0.check',
    ],
    ['an unknown column', checks('null_rate(minute) < 1%'), 'checks.0'],
    ['an unknown label', checks('label_rate(hour) < 1%'), 'checks.0'],
    ['an unknown view', checks('future_feature(gate)'), 'checks.0'],
    ['a gate that cannot be read', gates('auc >='), 'gates.0'],
    ['a metric that is not measured', gates('logloss <= 1'), 'gates.0'],
    ['an unknown segment', gates('segment(size).auc >= 0.7'), 'gates.0'],
    ['an unknown label of a gate', gates('auc(late_v2) >= 0.7'), 'gates.0'],
    [
      'calibrated scores without calibration',
      { ...gates('{gate: calibrated.auc >= 0.7}'), calibration: undefined },
      'gates.0.gate',
    ],
    [
      'a gate without a label where there are two',
      {
        ...gates('auc >= 0.7'),
        labels: `${FLIGHT_DELAY.labels}  later_v1: {from: outcomes, on: [row], value: later}\n`,
        ...changed('dataset', '[late_v1]', '[late_v1, later_v1]'),
      },
      'gates.0',
    ],
  ])('refuse %s', (_, changes, path) => {
    const { problems } = read(pipelineText(changes));
    expect(problems.map(problem => problem.path.join('.'))).toEqual([path]);
  });

  it.each([
    checks('null_rate(origin_late_share_24h) < 15%'),
    checks('duplicates(example_id)'),
    checks('label_rate(late_v1) between 5% and 40%'),
    checks('future_feature(weather)'),
    gates('raw.validation.segment(origin_size).auc(late_v1) >= 0.7'),
  ])('accept %j', changes => {
    expect(told(changes)).toEqual([]);
  });

  it('do not blame checks for a feature set that is not there', () => {
    expect(told(changed('dataset', 'flights_v1', 'flights_v9'))).toEqual([
      'dataset.feature_set_version: "flights_v9"',
    ]);
  });
});
