import {
  checksDocument,
  checkOf,
  defaultChecks,
  type CheckResult,
} from '@trainyard/backstage-plugin-ml-training-common';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StepHarness } from '../testing/stepHarness';
import { checkDataset } from './checkDataset';

const window = (from: string, to: string) => ({
  from: `${from}T00:00:00.000Z`,
  to: `${to}T00:00:00.000Z`,
  label_cutoff: `${to}T00:00:00.000Z`,
});

const PARAMETERS = {
  windows: {
    train: window('2020-01-01', '2020-01-03'),
    validation: window('2020-01-03', '2020-01-04'),
    test: window('2020-01-04', '2020-01-05'),
  },
  features: [
    { name: 'stops', type: 'int' },
    { name: 'load', type: 'double' },
  ] as const,
  views: ['depot'],
  labels: ['late'],
};

// A dataset that is as it should be, made by hand: ids, days and hours.
const ALL = `
  SELECT id AS example_id, prediction_time, stops::BIGINT AS stops, load::DOUBLE AS load, late::BIGINT AS late,
         prediction_time + INTERVAL 1 HOUR AS "late.label_time",
         prediction_time + INTERVAL 2 HOUR AS "late.available_at"
    FROM (VALUES
      ('a', TIMESTAMP '2020-01-01 00:00', 1, 0.5, 0),
      ('b', TIMESTAMP '2020-01-02 12:00', 2, NULL, 1),
      ('c', TIMESTAMP '2020-01-02 13:00', 3, 0.7, 0),
      ('d', TIMESTAMP '2020-01-03 00:00', 4, 0.8, 1),
      ('e', TIMESTAMP '2020-01-04 00:00', 5, 0.9, 0),
      ('f', TIMESTAMP '2020-01-04 21:00', 6, 0.1, 1)
    ) t(id, prediction_time, stops, load, late)`;
const TIMES = `
  SELECT example_id,
         if(example_id = 'a', NULL, prediction_time - INTERVAL 2 HOUR) AS "depot.event_time",
         if(example_id = 'a', NULL, prediction_time) AS "depot.available_at"
    FROM (${ALL})`;
const LABELLED = 'example_id, prediction_time, stops, load, late';
const EXAMPLE = 'example_id, prediction_time, stops, load';
const TABLES = {
  'dataset/dataset.parquet': ALL,
  'features/times.parquet': TIMES,
  'train/train.parquet': `SELECT ${LABELLED} FROM (${ALL}) WHERE example_id IN ('a', 'b', 'c')`,
  'validation/validation.parquet': `SELECT ${LABELLED} FROM (${ALL}) WHERE example_id = 'd'`,
  'examples/validation.parquet': `SELECT ${EXAMPLE} FROM (${ALL}) WHERE example_id = 'd'`,
  'examples/test.parquet': `SELECT ${EXAMPLE} FROM (${ALL}) WHERE example_id IN ('e', 'f')`,
  'labels/validation.parquet': `SELECT example_id, late FROM (${ALL}) WHERE example_id = 'd'`,
  'labels/test.parquet': `SELECT example_id, late FROM (${ALL}) WHERE example_id IN ('e', 'f')`,
};
type File = keyof typeof TABLES;
const FILES = Object.keys(TABLES) as File[];

const told = (split: 'train' | 'validation' | 'test', rows: number) => ({
  ...PARAMETERS.windows[split],
  rows_in: rows,
  without_label: 0,
  immature: 0,
  rows_out: rows,
  positives: { late: 1 },
});
const SPLIT = {
  schema_version: 1,
  rows_in: 6,
  outside_windows: 0,
  windows: {
    train: told('train', 3),
    validation: told('validation', 1),
    test: told('test', 2),
  },
};

describe('check-dataset', () => {
  let harness: StepHarness;
  const changed = new Set<string>();

  const restore = (path: File) => {
    const [input, file] = path.split('/');
    return harness.table(input, file, TABLES[path]);
  };
  const tellOf = (split: object) =>
    harness.file('split', 'split.json', JSON.stringify(split));

  beforeAll(async () => {
    harness = await StepHarness.make();
    for (const file of FILES) await restore(file);
    await tellOf(SPLIT);
  });
  afterEach(async () => {
    for (const file of FILES.filter(one => changed.has(one))) {
      await restore(file);
    }
    changed.clear();
    await tellOf(SPLIT);
  });
  afterAll(() => harness.remove());

  const write = (path: File, select: string) => {
    changed.add(path);
    const [input, file] = path.split('/');
    return harness.table(input, file, select);
  };

  /** A table with some of its columns replaced, such as `late: 'NULL'`, where a condition holds. */
  const replace = (file: File, column: string, value: string, where = 'true') =>
    write(
      file,
      `SELECT * REPLACE (if(${where}, ${value}, "${column}") AS "${column}") FROM (${TABLES[file]})`,
    );

  const check = async (
    ...expressions: string[]
  ): Promise<{ outcome: string; results: CheckResult[] }> => {
    const checks = expressions.map(text => checkOf(text));
    const { outcome } = await harness.run(
      checkDataset,
      { ...PARAMETERS, checks },
      ['checks'],
    );
    const json = await harness.json('checks', 'checks.json');
    const { results } = checksDocument.parse(json);
    return { outcome, results };
  };

  const blocked = (result: Partial<CheckResult>) => ({
    outcome: 'blocked',
    results: [expect.objectContaining({ status: 'fail', ...result })],
  });
  const unknown = (message: string) => ({
    outcome: 'blocked',
    results: [
      expect.objectContaining({
        status: 'error',
        observed: null,
        message: expect.stringContaining(message),
      }),
    ],
  });

  it('lets a good dataset through, with every default check', async () => {
    const outcome = await harness.run(
      checkDataset,
      { ...PARAMETERS, checks: defaultChecks(PARAMETERS) },
      ['checks'],
    );
    expect(outcome).toEqual({ outcome: 'done' });
    const { results } = checksDocument.parse(
      await harness.json('checks', 'checks.json'),
    );
    expect(results.map(({ status }) => status)).toEqual(
      results.map(() => 'pass'),
    );
    expect(results.map(result => result.check)).toEqual([
      'row_count(train)',
      'row_count(validation)',
      'row_count(test)',
      'schema',
      'duplicates(example_id)',
      'future_feature',
      'split_order',
      'label_time(late)',
      'label_maturity(late)',
      'null_rate(stops)',
      'null_rate(load)',
    ]);
  });

  it('tells in words why it blocks, and each time the same bytes', async () => {
    const run = () =>
      harness.run(
        checkDataset,
        { ...PARAMETERS, checks: [checkOf('row_count(train) >= 4')] },
        ['checks'],
      );
    expect(await run()).toEqual({
      outcome: 'blocked',
      because: ['row_count(train) failed: 3 rows; expected at least 4.'],
    });
    const bytes = await harness.bytes('checks', 'checks.json');
    await run();
    expect(await harness.bytes('checks', 'checks.json')).toEqual(bytes);
    expect(bytes.toString()).not.toContain(harness.folder);
  });

  it('lets a warning through', async () => {
    const checks = [
      checkOf({ check: 'row_count(train) >= 4', severity: 'warning' }),
    ];
    expect(
      await harness.run(checkDataset, { ...PARAMETERS, checks }, ['checks']),
    ).toEqual({ outcome: 'done' });
  });

  describe('row_count', () => {
    it('counts the rows of the dataset and of each split', async () => {
      const { results } = await check(
        'row_count >= 6',
        'row_count(train) >= 3',
        'row_count(validation) >= 1',
        'row_count(test) >= 2',
      );
      expect(results.map(({ observed }) => observed)).toEqual([6, 3, 1, 2]);
    });

    it('blocks on too few', async () => {
      expect(await check('row_count >= 7')).toEqual(blocked({ observed: 6 }));
    });

    it('blocks on an empty split', async () => {
      await write(
        'train/train.parquet',
        `${TABLES['train/train.parquet']} LIMIT 0`,
      );
      const empty = { ...SPLIT.windows, train: told('train', 0) };
      await tellOf({ ...SPLIT, rows_in: 3, windows: empty });
      expect(await check('row_count(train) > 0')).toEqual(
        blocked({ observed: 0 }),
      );
    });

    it('cannot tell where split.json tells otherwise', async () => {
      await write(
        'train/train.parquet',
        `${TABLES['train/train.parquet']} LIMIT 2`,
      );
      expect(await check('row_count(train) > 0')).toEqual(
        unknown(
          'train/train.parquet has 2 rows, but split/split.json tells of 3',
        ),
      );
    });
  });

  describe('schema', () => {
    it.each([
      [
        'a label beside examples to be scored',
        'examples/test.parquet',
        `SELECT ${LABELLED} FROM (${ALL}) WHERE example_id IN ('e', 'f')`,
        'examples/test.parquet: column "late" is declared by nobody',
      ],
      [
        'a feature of another type',
        'train/train.parquet',
        `SELECT * REPLACE (stops::DOUBLE AS stops) FROM (${TABLES['train/train.parquet']})`,
        'train/train.parquet: column "stops" is declared int (BIGINT), found DOUBLE',
      ],
      [
        'a feature that is not there',
        'validation/validation.parquet',
        `SELECT * EXCLUDE (load) FROM (${TABLES['validation/validation.parquet']})`,
        'validation/validation.parquet has no column "load": found example_id, prediction_time, stops, late',
      ],
      [
        'the time of a label beside training',
        'train/train.parquet',
        `SELECT *, TIMESTAMP '2020-01-01' AS "late.label_time" FROM (${TABLES['train/train.parquet']})`,
        'train/train.parquet: column "late.label_time" is declared by nobody',
      ],
    ] as const)('blocks on %s', async (_, file, select, problem) => {
      await write(file, select);
      expect(await check('schema')).toEqual(
        blocked({ observed: 1, sample: [problem] }),
      );
    });
  });

  describe('null_rate', () => {
    it('blocks on too many nulls', async () => {
      expect(await check('null_rate(load, train) < 33%')).toEqual(
        blocked({ observed: 1 / 3, checked: 3, failed: 1, sample: ['b'] }),
      );
    });

    it('counts NaN as no value', async () => {
      await replace('dataset/dataset.parquet', 'load', `'nan'::DOUBLE`);
      expect(await check('null_rate(load) < 100%')).toEqual(
        blocked({ observed: 1, failed: 6 }),
      );
    });

    it('cannot tell of a column that is not there', async () => {
      expect(await check('null_rate(colour) < 100%')).toEqual(
        unknown('dataset/dataset.parquet has no column "colour"'),
      );
    });

    it('cannot tell of no rows', async () => {
      await write('dataset/dataset.parquet', `${ALL} LIMIT 0`);
      expect(await check('null_rate(load) < 100%')).toEqual(
        unknown('There was nothing to measure in 0 rows.'),
      );
    });
  });

  describe('duplicates', () => {
    it('blocks on rows beyond the first of their id', async () => {
      await write(
        'dataset/dataset.parquet',
        `${ALL} UNION ALL (FROM (${ALL}) WHERE example_id = 'c') UNION ALL (FROM (${ALL}) WHERE example_id = 'c')`,
      );
      expect(await check('duplicates(example_id)')).toEqual(
        blocked({ observed: 2, checked: 8, failed: 2, sample: ['c'] }),
      );
    });

    it('blocks on a row without an id', async () => {
      await replace(
        'dataset/dataset.parquet',
        'example_id',
        'NULL',
        `example_id = 'f'`,
      );
      expect(await check('duplicates(example_id)')).toEqual(
        blocked({ observed: 1, sample: ['(no id)'] }),
      );
    });

    it('does not count nulls of another column', async () => {
      await replace('dataset/dataset.parquet', 'load', 'NULL');
      expect((await check('duplicates(load)')).outcome).toBe('done');
    });
  });

  describe('range', () => {
    it('blocks on one value outside', async () => {
      expect(await check('range(stops) between 2 and 6')).toEqual(
        blocked({ observed: 1, checked: 6, sample: ['a'] }),
      );
      expect(await check('range(load) < 0.9')).toEqual(
        blocked({ observed: 1, checked: 5, sample: ['e'] }),
      );
      expect(await check('range(load) > 0.1')).toEqual(
        blocked({ observed: 1, sample: ['f'] }),
      );
      expect((await check('range(load) between 0.1 and 0.9')).outcome).toBe(
        'done',
      );
    });

    it('blocks on NaN, which is in no range', async () => {
      await replace(
        'dataset/dataset.parquet',
        'load',
        `'nan'::DOUBLE`,
        `example_id = 'a'`,
      );
      expect(await check('range(load) >= 0')).toEqual(
        blocked({ observed: 1, sample: ['a'] }),
      );
    });

    it('cannot tell of texts', async () => {
      expect(await check('range(example_id) >= 0')).toEqual(
        unknown('column "example_id" is VARCHAR: only numbers have a range'),
      );
    });
  });

  describe('label_rate', () => {
    it('blocks outside of its bounds', async () => {
      expect(
        await check('label_rate(late, train) between 40% and 60%'),
      ).toEqual(blocked({ observed: 1 / 3, checked: 3 }));
      expect(await check('label_rate(late, test) between 51% and 60%')).toEqual(
        blocked({ observed: 0.5, checked: 2 }),
      );
    });

    it('cannot tell of labels that are neither 0 nor 1', async () => {
      await replace('dataset/dataset.parquet', 'late', '2', `example_id = 'a'`);
      expect(await check('label_rate(late) >= 0%')).toEqual(
        unknown('1 values of label "late" are neither 0 nor 1'),
      );
    });
  });

  describe('future_feature', () => {
    const set = (column: string, value: string) =>
      write(
        'features/times.parquet',
        `SELECT * REPLACE (if(example_id = 'c', ${value}, "${column}") AS "${column}") FROM (${TIMES})`,
      );
    const LATE = `TIMESTAMP '2020-01-02 13:00:00.000001'`;

    it.each([
      ['was known only after the prediction', 'depot.available_at', LATE],
      ['happened only after the prediction', 'depot.event_time', LATE],
      ['was known nobody says when', 'depot.available_at', 'NULL'],
      ['happened nobody says when', 'depot.event_time', 'NULL'],
    ])('blocks on a fact that %s', async (_, column, value) => {
      await set(column, value);
      expect(await check('future_feature')).toEqual(
        blocked({ observed: 1, checked: 6, sample: ['c'] }),
      );
      expect(await check('future_feature(depot)')).toEqual(
        blocked({ observed: 1 }),
      );
    });

    it('blocks on an example whose times were not kept', async () => {
      await write(
        'features/times.parquet',
        `FROM (${TIMES}) WHERE example_id <> 'e'`,
      );
      expect(await check('future_feature')).toEqual(
        blocked({ observed: 1, sample: ['e'] }),
      );
    });

    it('is not deceived by a second, harmless row of the example', async () => {
      await write(
        'features/times.parquet',
        `FROM (${TIMES}) UNION ALL SELECT 'c', ${LATE}, ${LATE} UNION ALL SELECT 'c', ${LATE}, ${LATE}`,
      );
      expect(await check('future_feature')).toEqual(
        blocked({ observed: 1, sample: ['c'] }),
      );
    });

    it('cannot tell of a view whose times were not kept', async () => {
      expect(await check('future_feature(route)')).toEqual(
        unknown('no times were kept of feature view "route"'),
      );
    });

    it('cannot tell where one of both times is missing altogether', async () => {
      await write(
        'features/times.parquet',
        `SELECT * EXCLUDE ("depot.available_at") FROM (${TIMES})`,
      );
      expect(await check('future_feature')).toEqual(
        unknown('features/times.parquet has no column "depot.available_at"'),
      );
    });
  });

  describe('label_time', () => {
    it.each([
      ['at the prediction itself', `prediction_time`],
      ['nobody says when', 'NULL'],
    ])('blocks on an outcome from %s', async (_, value) => {
      await replace(
        'dataset/dataset.parquet',
        'late.label_time',
        value,
        `example_id = 'b'`,
      );
      expect(await check('label_time(late)')).toEqual(
        blocked({ observed: 1, checked: 6, sample: ['b'] }),
      );
    });

    it('does not look at rows without a label', async () => {
      await write(
        'dataset/dataset.parquet',
        `SELECT * REPLACE (NULL::BIGINT AS late, NULL::TIMESTAMP AS "late.label_time") FROM (${ALL})`,
      );
      expect((await check('label_time(late)')).outcome).toBe('done');
    });
  });

  describe('label_maturity', () => {
    it.each([
      ['training', 'c', '2020-01-03 00:00:00.000001'],
      ['validation', 'd', '2020-01-04 00:00:01'],
      ['the test', 'f', '2020-01-05 00:00:01'],
    ])('blocks on a label of %s that was known too late', async (_, id, at) => {
      await replace(
        'dataset/dataset.parquet',
        'late.available_at',
        `TIMESTAMP '${at}'`,
        `example_id = '${id}'`,
      );
      expect(await check('label_maturity(late)')).toEqual(
        blocked({ observed: 1, checked: 6, sample: [id] }),
      );
    });

    it('takes a label that was known at the very cut-off', async () => {
      await replace(
        'dataset/dataset.parquet',
        'late.available_at',
        `TIMESTAMP '2020-01-03'`,
        `example_id = 'c'`,
      );
      expect((await check('label_maturity(late)')).outcome).toBe('done');
    });

    it('blocks on a label of a row that the dataset does not know', async () => {
      await write(
        'dataset/dataset.parquet',
        `FROM (${ALL}) WHERE example_id <> 'a'`,
      );
      expect(await check('label_maturity(late)')).toEqual(
        blocked({ observed: 1, sample: ['a'] }),
      );
    });

    it('blocks on a row without a label', async () => {
      await replace('labels/test.parquet', 'late', 'NULL', `example_id = 'e'`);
      expect(await check('label_maturity(late)')).toEqual(
        blocked({ observed: 1, sample: ['e'] }),
      );
    });
  });

  describe('split_order', () => {
    it.each<[string, File, string, string[]]>([
      [
        'a row of validation in training',
        'train/train.parquet',
        `SELECT ${LABELLED} FROM (${ALL}) WHERE example_id IN ('a', 'b', 'c', 'd')`,
        ['d'],
      ],
      [
        'an example that is trained on twice',
        'train/train.parquet',
        `SELECT ${LABELLED} FROM (${ALL}) CROSS JOIN range(2) WHERE example_id IN ('a', 'b', 'c')`,
        ['a', 'b', 'c'],
      ],
      [
        'a row of training in the test under another time',
        'examples/test.parquet',
        `${TABLES['examples/test.parquet']} UNION ALL SELECT 'a', TIMESTAMP '2020-01-04 01:00', 1, 0.5`,
        ['a'],
      ],
      [
        'a row without a time',
        'train/train.parquet',
        `SELECT * REPLACE (NULL::TIMESTAMP AS prediction_time) FROM (${TABLES['train/train.parquet']}) WHERE example_id = 'b'`,
        ['b'],
      ],
      [
        'a row that the dataset does not know',
        'train/train.parquet',
        `SELECT * REPLACE ('z' AS example_id) FROM (${TABLES['train/train.parquet']}) WHERE example_id = 'b'`,
        ['z'],
      ],
      [
        'a test example without its label',
        'labels/test.parquet',
        `SELECT example_id, late FROM (${ALL}) WHERE example_id = 'e'`,
        ['f'],
      ],
      [
        'a label of no test example',
        'labels/test.parquet',
        `SELECT example_id, late FROM (${ALL}) WHERE example_id IN ('a', 'e', 'f')`,
        ['a'],
      ],
      [
        'other examples to score than there are in validation',
        'examples/validation.parquet',
        `SELECT ${EXAMPLE} FROM (${ALL}) WHERE example_id = 'c'`,
        ['c', 'd'],
      ],
    ])('blocks on %s', async (_, file, select, sample) => {
      await write(file, select);
      expect(await check('split_order')).toEqual(
        blocked({ observed: sample.length, sample }),
      );
    });

    it('blocks on a row of training at the very end of its window', async () => {
      await write(
        'train/train.parquet',
        `SELECT ${LABELLED} FROM (${ALL}) WHERE example_id IN ('a', 'b', 'c', 'd')`,
      );
      for (const file of [
        'validation/validation.parquet',
        'examples/validation.parquet',
        'labels/validation.parquet',
      ] as const) {
        await write(file, `${TABLES[file]} LIMIT 0`);
      }
      expect(await check('split_order')).toEqual(
        blocked({ observed: 1, sample: ['d'] }),
      );
    });

    it('cannot tell where the windows themselves overlap', async () => {
      const windows = {
        ...PARAMETERS.windows,
        test: window('2020-01-03', '2020-01-05'),
      };
      const checks = [checkOf('split_order')];
      expect(
        await harness.run(checkDataset, { ...PARAMETERS, windows, checks }, [
          'checks',
        ]),
      ).toMatchObject({
        outcome: 'blocked',
        because: [
          expect.stringContaining('the windows do not follow each other'),
        ],
      });
    });
  });

  it('names no more than twenty offenders', async () => {
    await write(
      'dataset/dataset.parquet',
      `SELECT * REPLACE (n::VARCHAR AS example_id) FROM (${ALL}) CROSS JOIN range(30) t(n)`,
    );
    const { results } = await check('duplicates(example_id)');
    expect(results[0].failed).toBe(150);
    expect(results[0].sample).toHaveLength(20);
  });

  it('cannot tell of a file that is no Parquet', async () => {
    changed.add('dataset/dataset.parquet');
    await harness.file('dataset', 'dataset.parquet', 'example_id,late\n');
    expect(await check('row_count > 0')).toEqual(
      unknown('dataset/dataset.parquet cannot be read as Parquet'),
    );
  });

  it('cannot tell of a file that is missing', async () => {
    changed.add('dataset/dataset.parquet');
    await rm(join(await harness.input('dataset'), 'dataset.parquet'));
    expect(await check('row_count > 0')).toEqual(
      unknown('dataset/dataset.parquet is missing'),
    );
  });
});
