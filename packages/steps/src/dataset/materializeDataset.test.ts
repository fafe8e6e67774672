import { StepHarness } from '../testing/stepHarness';
import { materializeDataset } from './materializeDataset';

const PARAMETERS = {
  name: 'parcels',
  features: [
    { name: 'weight', type: 'double' },
    { name: 'stops', type: 'int' },
  ],
  labels: ['late'],
  context: ['depot'],
};

const EXAMPLES = `SELECT * FROM (VALUES
  ('c', TIMESTAMP '2020-01-02 00:00', 'north'),
  ('b', TIMESTAMP '2020-01-01 00:00', 'south'),
  ('a', TIMESTAMP '2020-01-02 00:00', NULL)
) t(example_id, prediction_time, depot)`;
const LABELS = `SELECT * FROM (VALUES
  ('a', 1::BIGINT, TIMESTAMP '2020-01-03', TIMESTAMP '2020-01-04'),
  ('b', 0, TIMESTAMP '2020-01-03', TIMESTAMP '2020-01-04'),
  ('c', NULL, NULL, NULL)
) t(example_id, late, "late.label_time", "late.available_at")`;
const FEATURES = `SELECT * FROM (VALUES
  ('b', 2::BIGINT, 1.5::DOUBLE), ('a', 3, NULL), ('c', 4, 2.5)
) t(example_id, stops, weight)`;

describe('materialize-dataset', () => {
  let harness: StepHarness;
  beforeEach(async () => {
    harness = await StepHarness.make();
    await harness.table('examples', 'examples.parquet', EXAMPLES);
    await harness.table('labels', 'labels.parquet', LABELS);
    await harness.table('features', 'features.parquet', FEATURES);
  });
  afterEach(() => harness.remove());

  const run = (threads = 2) =>
    harness.run(
      materializeDataset,
      PARAMETERS,
      ['dataset', 'context'],
      threads,
    );

  it('joins by example_id, in order of prediction time and id', async () => {
    await run();
    expect(await harness.rows('dataset', 'dataset.parquet')).toEqual([
      {
        example_id: 'b',
        prediction_time: '2020-01-01 00:00:00',
        weight: 1.5,
        stops: '2',
        late: '0',
        'late.label_time': '2020-01-03 00:00:00',
        'late.available_at': '2020-01-04 00:00:00',
      },
      expect.objectContaining({ example_id: 'a', weight: null, late: '1' }),
      expect.objectContaining({ example_id: 'c', weight: 2.5, late: null }),
    ]);
  });

  it('keeps what segments speak of in a table of its own', async () => {
    await run();
    expect(await harness.rows('context', 'context.parquet')).toEqual([
      { example_id: 'b', depot: 'south' },
      { example_id: 'a', depot: null },
      { example_id: 'c', depot: 'north' },
    ]);
  });

  it('yields equal bytes and an equal logical digest from rows in another order', async () => {
    const first = await run(1);
    const bytes = await harness.bytes('dataset', 'dataset.parquet');
    for (const [input, select] of [
      ['examples', EXAMPLES],
      ['labels', LABELS],
      ['features', FEATURES],
    ]) {
      await harness.table(
        input,
        `${input}.parquet`,
        `${select} ORDER BY example_id DESC`,
      );
    }
    expect(await run(2)).toEqual(first);
    expect(await harness.bytes('dataset', 'dataset.parquet')).toEqual(bytes);
  });

  it.each([
    [
      'a missing feature row',
      'features',
      `${FEATURES} WHERE example_id <> 'c'`,
      'features has no row for 1 examples, such as c',
    ],
    [
      'a label of no example',
      'labels',
      `${LABELS} UNION ALL SELECT 'z', 1, NULL, NULL`,
      'labels has 1 rows of no example, such as z',
    ],
    [
      'an example that comes twice',
      'examples',
      `${EXAMPLES} UNION ALL SELECT 'b', TIMESTAMP '2020-01-01', 'south'`,
      'examples: 1 rows repeat an example_id, such as b',
    ],
    [
      'a repeated label that hides a missing one',
      'labels',
      `SELECT * REPLACE (if(example_id = 'c', 'a', example_id) AS example_id) FROM (${LABELS})`,
      'labels: 1 rows repeat an example_id, such as a\nlabels has no row for 1 examples, such as c',
    ],
    [
      'a label without an id',
      'labels',
      `${LABELS} UNION ALL SELECT NULL, 1, NULL, NULL`,
      'labels has 1 rows of no example',
    ],
    [
      'an example without an id',
      'examples',
      `${EXAMPLES} UNION ALL SELECT NULL, TIMESTAMP '2020-01-01', 'south'`,
      'examples: 1 rows have no example_id',
    ],
    [
      'an example without a prediction time',
      'examples',
      `SELECT * REPLACE (if(example_id = 'a', NULL, prediction_time) AS prediction_time) FROM (${EXAMPLES})`,
      'examples: 1 rows have no prediction_time',
    ],
    [
      'a feature of another type',
      'features',
      `SELECT * REPLACE (stops::DOUBLE AS stops) FROM (${FEATURES})`,
      'features: column "stops" is declared int (BIGINT), found DOUBLE',
    ],
    [
      'a context column that is not there',
      'examples',
      `SELECT example_id, prediction_time FROM (${EXAMPLES})`,
      'examples has no column "depot": found example_id, prediction_time',
    ],
  ])('refuses %s', async (_, input, select, message) => {
    await harness.table(input, `${input}.parquet`, select);
    await expect(run()).rejects.toThrow(message);
  });
});
