import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { StepHarness } from '../testing/stepHarness';
import { scoreModel } from './scoreModel';

const PARAMETERS = {
  pipeline: 'parcels',
  hyperparameters: {},
  labels: ['late'],
  features: [],
};

/** Predictions by id, each as SQL. */
const predictions = (scores: Record<string, string>) =>
  `SELECT * FROM (VALUES ${Object.entries(scores)
    .map(([id, score]) => `('${id}', ${score}::DOUBLE)`)
    .join(', ')}) t(example_id, late)`;
const GOOD = { a: '0.1', b: '0', c: '1' };

describe('score-model', () => {
  let harness: StepHarness;
  beforeEach(async () => {
    harness = await StepHarness.make();
    await harness.input('raw');
    await harness.table(
      'examples',
      'validation.parquet',
      `SELECT 'b' AS example_id, 1 AS stops`,
    );
    await harness.table(
      'examples',
      'test.parquet',
      `SELECT unnest(['c', 'a']) AS example_id, 1 AS stops`,
    );
  });
  afterEach(() => harness.remove());

  const run = (threads = 2) =>
    harness.run(scoreModel, PARAMETERS, ['predictions'], threads);
  const write = (select: string, file = 'predictions.parquet') =>
    harness.table('raw', file, select);

  it('writes every example once, in the order of ids', async () => {
    await write(predictions(GOOD));
    expect(await run()).toEqual({ outcome: 'done' });
    expect(await harness.rows('predictions', 'predictions.parquet')).toEqual([
      { example_id: 'a', late: 0.1 },
      { example_id: 'b', late: 0 },
      { example_id: 'c', late: 1 },
    ]);
  });

  it('yields equal bytes from several files with columns in another order', async () => {
    await write(predictions(GOOD));
    await run(1);
    const bytes = await harness.bytes('predictions', 'predictions.parquet');
    await write(predictions({ c: '1' }));
    await write(
      `SELECT late, example_id FROM (${predictions({ b: '0', a: '0.1' })})`,
      'part/1.parquet',
    );
    await run(2);
    expect(await harness.bytes('predictions', 'predictions.parquet')).toEqual(
      bytes,
    );
  });

  it.each([
    [
      'an example without a prediction',
      predictions({ a: '0.1', c: '1' }),
      '1 examples have no prediction, such as b. Score every row',
    ],
    [
      'an example that is predicted twice',
      `${predictions(GOOD)} UNION ALL SELECT 'a', 0.1`,
      '1 examples are predicted more than once, such as a. Write one row',
    ],
    [
      'a prediction of no example',
      predictions({ ...GOOD, z: '0.5' }),
      '1 predictions are of no example, such as z. Copy example_id',
    ],
    [
      'a prediction without an id',
      `${predictions(GOOD)} UNION ALL SELECT NULL, 0.1`,
      '1 predictions have no example_id. Copy',
    ],
    [
      'null',
      predictions({ ...GOOD, a: 'NULL' }),
      '1 scores of late are null, such as a. Write a probability',
    ],
    [
      'NaN',
      predictions({ ...GOOD, a: `'nan'`, b: `'nan'` }),
      '2 scores of late are NaN, such as a, b. Look for',
    ],
    [
      'an infinite score',
      predictions({ ...GOOD, a: `'-inf'` }),
      '1 scores of late are infinite, such as a. Look for',
    ],
    [
      'a score above 1',
      predictions({ ...GOOD, c: '1.0000000000000002' }),
      '1 scores of late lie outside of 0 to 1, such as c. Write probabilities',
    ],
    [
      'a negative score',
      predictions({ ...GOOD, c: '-1e-300' }),
      '1 scores of late lie outside of 0 to 1, such as c. Write probabilities',
    ],
    [
      'a column that belongs to no label',
      `SELECT *, 1 AS stops FROM (${predictions(GOOD)})`,
      'predictions/predictions.parquet: column "stops" belongs to no label.',
    ],
    [
      'a missing label',
      `SELECT example_id FROM (${predictions(GOOD)})`,
      'predictions/predictions.parquet: it has no column "late".',
    ],
    [
      'a label of another type',
      `SELECT example_id, late::FLOAT AS late FROM (${predictions(GOOD)})`,
      'column "late" is FLOAT, expected DOUBLE.\nWrite Parquet files',
    ],
    [
      'ids of another type',
      `SELECT 1 AS example_id, 0.5::DOUBLE AS late`,
      'column "example_id" is INTEGER, expected VARCHAR.',
    ],
  ])('refuses %s', async (_, select, message) => {
    await write(select);
    await expect(run()).rejects.toThrow(message);
  });

  it('tells of everything that is wrong at once, with five ids at most', async () => {
    await write(
      predictions({
        ...Object.fromEntries('uvwxyz'.split('').map(id => [id, '0'])),
        a: '2',
      }),
    );
    const message = await run().then(String, String);
    expect(message.split('\n').map(line => line.split('.')[0])).toEqual([
      'StepFailure: 2 examples have no prediction, such as b, c',
      '6 predictions are of no example, such as u, v, w, x, y',
      '1 scores of late lie outside of 0 to 1, such as a',
    ]);
  });

  it('refuses files that are no Parquet', async () => {
    await write(predictions(GOOD));
    await harness.file('raw', 'notes.csv', 'example_id,late\n');
    await harness.file('raw', 'torn.parquet', 'PAR1');
    await symlink(
      join(await harness.input('raw'), 'predictions.parquet'),
      join(await harness.input('raw'), 'link.parquet'),
    );
    await expect(run()).rejects.toThrow(
      'predictions/link.parquet: it is no Parquet file.\npredictions/notes.csv: it is no Parquet file.\npredictions/torn.parquet: it is no Parquet file.\nWrite Parquet files',
    );
  });

  it('refuses nothing at all', async () => {
    await expect(run()).rejects.toThrow(
      'No predictions were written. Write Parquet files to $TRAINYARD_OUT/predictions',
    );
  });
});
