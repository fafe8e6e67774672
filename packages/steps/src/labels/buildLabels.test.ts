import { StepHarness } from '../testing/stepHarness';
import { buildLabels } from './buildLabels';

const OUTCOMES = `SELECT * FROM (VALUES
  (1, 'a', true, TIMESTAMP '2001-01-01 10:00', TIMESTAMP '2001-01-01 10:15'),
  (2, 'a', false, TIMESTAMP '2001-01-01 11:00', TIMESTAMP '2001-01-02 00:00'),
  (3, 'b', NULL, TIMESTAMP '2001-01-01 12:00', TIMESTAMP '2001-01-01 12:15'),
  (9, 'c', true, TIMESTAMP '2001-01-01 12:00', TIMESTAMP '2001-01-01 12:15')
) t(row, origin, late, landed_at, known_at)`;

const EXAMPLES = `SELECT '[' || coalesce(row::VARCHAR, 'null') || ']' AS example_id, TIMESTAMP '2001-01-01 09:00' AS prediction_time, row, origin
  FROM (VALUES (4, 'd'), (3, 'b'), (2, 'a'), (1, 'a'), (NULL, 'c')) t(row, origin)`;

const LATE = {
  name: 'late_v1',
  from: 'outcomes',
  on: { row: 'row' },
  value: 'late',
  event_time: 'landed_at',
  available_at: 'known_at',
};

describe('build-labels', () => {
  let harness: StepHarness;
  beforeEach(async () => {
    harness = await StepHarness.make();
    await harness.table('tables', 'outcomes.parquet', OUTCOMES);
    await harness.table('examples', 'examples.parquet', EXAMPLES);
  });
  afterEach(() => harness.remove());

  const run = (changes: object = {}, threads = 2) =>
    harness.run(
      buildLabels,
      { labels: [{ ...LATE, ...changes }] },
      ['labels'],
      threads,
    );

  it('gives each example its outcome, and null where nobody knows one', async () => {
    await run();
    const none = {
      late_v1: null,
      'late_v1.label_time': null,
      'late_v1.available_at': null,
    };
    expect(await harness.rows('labels', 'labels.parquet')).toEqual([
      {
        example_id: '[1]',
        late_v1: 1,
        'late_v1.label_time': '2001-01-01 10:00:00',
        'late_v1.available_at': '2001-01-01 10:15:00',
      },
      {
        example_id: '[2]',
        late_v1: 0,
        'late_v1.label_time': '2001-01-01 11:00:00',
        'late_v1.available_at': '2001-01-02 00:00:00',
      },
      { example_id: '[3]', ...none },
      { example_id: '[4]', ...none },
      { example_id: '[null]', ...none },
    ]);
    expect(await harness.columns('labels', 'labels.parquet')).toEqual([
      'example_id VARCHAR',
      'late_v1 INTEGER',
      'late_v1.label_time TIMESTAMP',
      'late_v1.available_at TIMESTAMP',
    ]);
  });

  it('keeps several labels beside each other', async () => {
    await harness.run(
      buildLabels,
      { labels: [LATE, { ...LATE, name: 'late_v2' }] },
      ['labels'],
    );
    expect(
      await harness.rows(
        'labels',
        'labels.parquet',
        'example_id, late_v1, late_v2',
      ),
    ).toContainEqual({ example_id: '[1]', late_v1: 1, late_v2: 1 });
  });

  it('yields equal bytes and an equal logical digest at 1 and 2 threads', async () => {
    const one = await run({}, 1);
    const bytes = await harness.bytes('labels', 'labels.parquet');
    expect(await run({}, 2)).toEqual(one);
    expect(await harness.bytes('labels', 'labels.parquet')).toEqual(bytes);
  });

  it('refuses several outcomes of one example, and names it', async () => {
    await expect(run({ on: { origin: 'origin' } })).rejects.toThrow(
      'label late_v1: an example has one outcome, but outcomes has 2 rows for example [1], by origin.',
    );
  });

  it('does not mind repeated facts that no example finds', async () => {
    await harness.table(
      'tables',
      'outcomes.parquet',
      `${OUTCOMES} UNION ALL SELECT * FROM (${OUTCOMES}) WHERE row = 9`,
    );
    await expect(run()).resolves.toMatchObject({ outcome: 'done' });
  });

  it.each([
    [
      'a fraction',
      `late::DOUBLE`,
      'outcomes.late is DOUBLE; a label is true or false, 1 or 0',
    ],
    [
      'a number of minutes',
      `row::INTEGER`,
      '3 rows of outcomes have a late that is neither 0 nor 1: found 1 to 9',
    ],
  ])('refuses %s as an outcome', async (_, late, message) => {
    await harness.table(
      'tables',
      'outcomes.parquet',
      `SELECT * REPLACE (${late} AS late) FROM (${OUTCOMES})`,
    );
    await expect(run()).rejects.toThrow(message);
  });

  it('names columns that are not there, and those that are', async () => {
    await expect(
      run({ value: 'tardy', on: { flight: 'row' } }),
    ).rejects.toThrow(
      'label late_v1: there is no column outcomes.tardy, examples.flight. outcomes has row, origin, late, landed_at, known_at;',
    );
  });
});
