import { StepHarness } from '../testing/stepHarness';
import { splitDataset } from './splitDataset';

const window = (from: string, to: string, label_cutoff = to) => ({
  from: `${from}T00:00:00.000Z`,
  to: `${to}T00:00:00.000Z`,
  label_cutoff: `${label_cutoff}T00:00:00.000Z`,
});

const PARAMETERS = {
  windows: {
    train: window('2020-01-01', '2020-01-03'),
    validation: window('2020-01-04', '2020-01-05'),
    test: window('2020-01-05', '2020-01-06', '2020-01-08'),
  },
  features: [{ name: 'stops', type: 'int' }],
  labels: ['late'],
  segments: [] as object[],
};

const OUTPUTS = [
  'train',
  'validation',
  'examples',
  'labels',
  'segments',
  'split',
];

/** Rows of (id, prediction time, stops, depot, label, label available at). */
const dataset = (...rows: string[]) =>
  `SELECT example_id, prediction_time::TIMESTAMP AS prediction_time, stops::BIGINT AS stops,
          late::BIGINT AS late, available_at::TIMESTAMP - INTERVAL 5 MINUTE AS "late.label_time",
          available_at::TIMESTAMP AS "late.available_at"
     FROM (VALUES ${rows.join(', ')}) t(example_id, prediction_time, stops, depot, late, available_at)`;
const contextOf = (...rows: string[]) =>
  `SELECT example_id, depot
     FROM (VALUES ${rows.join(', ')}) t(example_id, prediction_time, stops, depot, late, available_at)`;

const ROWS = [
  `('before', '2019-12-31 23:59:59', 1, 'n', 0, '2020-01-01')`,
  `('train-first', '2020-01-01 00:00:00', 2, 'n', 1, '2020-01-01 12:00')`,
  `('train-at-cutoff', '2020-01-02 23:59:00', 3, 's', 0, '2020-01-03 00:00')`,
  `('train-immature', '2020-01-02 23:59:30', 4, 's', 1, '2020-01-03 00:00:01')`,
  `('train-unlabelled', '2020-01-02 12:00:00', 5, 's', NULL, NULL)`,
  `('train-known-never', '2020-01-02 13:00:00', 5, 's', 1, NULL)`,
  `('in-gap', '2020-01-03 00:00:00', 6, 'n', 1, '2020-01-03 01:00')`,
  `('validation', '2020-01-04 00:00:00', 7, NULL, 1, '2020-01-04 01:00')`,
  `('test', '2020-01-05 00:00:00', 8, 'e', 0, '2020-01-07 00:00')`,
  `('after', '2020-01-06 00:00:00', 9, 'n', 0, '2020-01-06 01:00')`,
];

describe('split-dataset', () => {
  let harness: StepHarness;
  beforeEach(async () => {
    harness = await StepHarness.make();
  });
  afterEach(() => harness.remove());

  const run = async (rows: string[], parameters: object = {}, threads = 2) => {
    await harness.table('dataset', 'dataset.parquet', dataset(...rows));
    await harness.table('context', 'context.parquet', contextOf(...rows));
    return harness.run(
      splitDataset,
      { ...PARAMETERS, ...parameters },
      OUTPUTS,
      threads,
    );
  };
  const ids = async (output: string, file: string) =>
    (await harness.rows(output, file)).map(row => row.example_id);

  it('keeps rows of half-open windows whose labels were known by the cut-off', async () => {
    await run(ROWS);
    expect(await ids('train', 'train.parquet')).toEqual([
      'train-first',
      'train-at-cutoff',
    ]);
    expect(await ids('validation', 'validation.parquet')).toEqual([
      'validation',
    ]);
    expect(await ids('examples', 'validation.parquet')).toEqual(['validation']);
    expect(await ids('labels', 'validation.parquet')).toEqual(['validation']);
    expect(await ids('examples', 'test.parquet')).toEqual(['test']);
    expect(await ids('labels', 'test.parquet')).toEqual(['test']);
  });

  it('counts what becomes of every row', async () => {
    await run(ROWS);
    const windows = PARAMETERS.windows;
    expect(await harness.json('split', 'split.json')).toEqual({
      schema_version: 1,
      rows_in: 10,
      outside_windows: 3,
      windows: {
        train: {
          ...windows.train,
          rows_in: 5,
          without_label: 1,
          immature: 2,
          rows_out: 2,
          positives: { late: 1 },
        },
        validation: {
          ...windows.validation,
          rows_in: 1,
          without_label: 0,
          immature: 0,
          rows_out: 1,
          positives: { late: 1 },
        },
        test: {
          ...windows.test,
          rows_in: 1,
          without_label: 0,
          immature: 0,
          rows_out: 1,
          positives: { late: 0 },
        },
      },
    });
  });

  it('tells nobody when a label was known, and scoring no label', async () => {
    await run(ROWS);
    const example = [
      'example_id VARCHAR',
      'prediction_time TIMESTAMP',
      'stops BIGINT',
    ];
    const columns = (output: string, file: string) =>
      harness.columns(output, file);
    expect(await columns('train', 'train.parquet')).toEqual([
      ...example,
      'late BIGINT',
    ]);
    expect(await columns('validation', 'validation.parquet')).toEqual([
      ...example,
      'late BIGINT',
    ]);
    expect(await columns('examples', 'validation.parquet')).toEqual(example);
    expect(await columns('examples', 'test.parquet')).toEqual(example);
    expect(await columns('labels', 'test.parquet')).toEqual([
      'example_id VARCHAR',
      'late BIGINT',
    ]);
  });

  it('writes equal bytes at any number of threads', async () => {
    const parameters = {
      segments: [{ by: 'value', name: 'depot', column: 'depot' }],
    };
    const all = async (threads: number) => {
      await run([...ROWS].reverse(), parameters, threads);
      return Promise.all(
        [
          ['train', 'train.parquet'],
          ['examples', 'test.parquet'],
          ['labels', 'validation.parquet'],
          ['segments', 'segments.parquet'],
          ['segments', 'segments.json'],
          ['split', 'split.json'],
        ].map(([output, file]) => harness.bytes(output, file)),
      );
    };
    expect(await all(1)).toEqual(await all(2));
  });

  describe('segments', () => {
    const train = (
      id: string,
      depot: string | null,
      stops: number | string = 1,
    ) =>
      `('${id}', '2020-01-01 10:00:00', ${stops}, ${depot === null ? 'NULL' : `'${depot}'`}, 0, '2020-01-01 12:00')`;
    const test = (
      id: string,
      depot: string | null,
      stops: number | string = 1,
    ) =>
      `('${id}', '2020-01-05 10:00:00', ${stops}, ${depot === null ? 'NULL' : `'${depot}'`}, 0, '2020-01-05 12:00')`;
    const groups = async (segment: string) =>
      Object.fromEntries(
        (await harness.rows('segments', 'segments.parquet')).map(row => [
          row.example_id,
          row[segment],
        ]),
      );

    it('ranks values by their training rows, ties by value', async () => {
      await run(
        [
          train('1', 'b'),
          train('2', 'b'),
          train('3', 'c'),
          train('4', 'a'),
          train('5', null),
          // Rows of the test do not count, however many.
          ...['6', '7', '8', '9'].map(id => test(id, 'z')),
          test('10', 'c'),
        ],
        {
          segments: [
            {
              by: 'rank',
              name: 'size',
              column: 'depot',
              groups: [
                { name: 'small', upto: null },
                { name: 'medium', upto: 2 },
                { name: 'large', upto: 1 },
              ],
            },
          ],
        },
      );
      expect(await groups('size')).toEqual({
        '1': 'large',
        '2': 'large',
        '3': 'small',
        '4': 'medium',
        '5': '(none)',
        '6': 'small',
        '7': 'small',
        '8': 'small',
        '9': 'small',
        '10': 'small',
      });
      expect(await harness.json('segments', 'segments.json')).toEqual({
        schema_version: 1,
        segments: { size: ['large', 'medium', 'small', '(none)'] },
      });
    });

    it('orders values of equally many rows by the value, numbers as numbers', async () => {
      await run(
        [10, 9, 100, 11].map(stops => train(`${stops}`, 'a', stops)),
        {
          segments: [
            {
              by: 'rank',
              name: 'rank',
              column: 'stops',
              groups: [
                { name: 'first', upto: 1 },
                { name: 'second', upto: 2 },
                { name: 'third', upto: 3 },
                { name: 'rest', upto: null },
              ],
            },
          ],
        },
      );
      expect(await groups('rank')).toEqual({
        '9': 'first',
        '10': 'second',
        '11': 'third',
        '100': 'rest',
      });
    });

    it('takes a feature as well as a column of the context', async () => {
      await run(
        [train('1', 'a', 5), train('2', 'b', 10), train('3', 'b', 'NULL')],
        {
          segments: [
            {
              by: 'buckets',
              name: 'length',
              column: 'stops',
              edges: [0, 10, null],
            },
            { by: 'value', name: 'depot', column: 'depot' },
          ],
        },
      );
      expect(await harness.rows('segments', 'segments.parquet')).toEqual([
        { example_id: '1', split: 'train', length: '[0, 10)', depot: 'a' },
        { example_id: '2', split: 'train', length: '[10, inf)', depot: 'b' },
        { example_id: '3', split: 'train', length: '(none)', depot: 'b' },
      ]);
    });

    it('keeps rows outside of all buckets apart', async () => {
      await run([train('1', 'a', -1), train('2', 'b', 10)], {
        segments: [
          {
            by: 'buckets',
            name: 'length',
            column: 'stops',
            edges: [0, 2.5, 10],
          },
        ],
      });
      expect(await groups('length')).toEqual({
        '1': '(outside)',
        '2': '(outside)',
      });
    });

    it('puts everything into the rest where no rank is named', async () => {
      await run([train('1', 'a'), test('2', 'b')], {
        segments: [
          {
            by: 'rank',
            name: 'size',
            column: 'depot',
            groups: [{ name: 'all', upto: null }],
          },
        ],
      });
      expect(await groups('size')).toEqual({ '1': 'all', '2': 'all' });
    });

    it.each([
      [
        'a column that nobody has',
        { by: 'value', name: 'x', column: 'colour' },
        'segment "x" speaks of column "colour", which neither the examples nor the features have',
      ],
      [
        'a label',
        { by: 'value', name: 'x', column: 'late' },
        'segment "x" speaks of column "late", which neither',
      ],
      [
        'buckets of texts',
        { by: 'buckets', name: 'x', column: 'depot', edges: [0, 1] },
        'segment "x" puts "depot" into buckets: expected numbers, found VARCHAR',
      ],
      [
        'a name that the table has already',
        { by: 'value', name: 'split', column: 'depot' },
        'a segment cannot be called "split"',
      ],
    ])('refuses %s', async (_, segment, message) => {
      await expect(run(ROWS, { segments: [segment] })).rejects.toThrow(message);
    });

    it('refuses a group for each of very many values', async () => {
      const many = Array.from({ length: 1001 }, (_, i) =>
        train(`${i}`, `${i}`),
      );
      await expect(
        run(many, { segments: [{ by: 'value', name: 'x', column: 'depot' }] }),
      ).rejects.toThrow('segment "x" has more than 1000 groups');
    });
  });
});
