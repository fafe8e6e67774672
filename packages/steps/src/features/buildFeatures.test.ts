import { StepHarness } from '../testing/stepHarness';
import { buildFeatures } from './buildFeatures';

// Generous: the machine may be busy.
jest.setTimeout(60_000);

const FACTS = `SELECT * FROM (VALUES
  (0, 'JFK', 'ACY', true, 1.25::DECIMAL(9, 2), TIMESTAMP '2001-04-01 10:00', TIMESTAMP '2001-04-01 10:15'),
  (1, 'JFK', 'BOS', false, 2.50, TIMESTAMP '2001-04-01 10:30', TIMESTAMP '2001-04-01 10:45'),
  (2, 'JFK', 'BOS', NULL, NULL, TIMESTAMP '2001-04-01 10:40', TIMESTAMP '2001-04-01 10:41'),
  (3, 'ACY', NULL, true, 0.01, TIMESTAMP '2001-04-01 10:50', TIMESTAMP '2001-04-01 10:50')
) t(row, origin, destination, late, price, landed_at, known_at)`;

const EXAMPLES = `SELECT * FROM (VALUES
  ('[7]', TIMESTAMP '2001-04-01 09:00', 'JFK', 'BOS', 9::BIGINT, 1.5),
  ('[5]', TIMESTAMP '2001-04-01 11:00', 'JFK', 'BOS', 11, 2.5),
  ('[6]', TIMESTAMP '2001-04-01 11:00', 'ACY', NULL, 11, NULL)
) t(example_id, prediction_time, origin, destination, hour, weight)`;

const FROM = {
  from: 'outcomes',
  event_time: 'landed_at',
  available_at: 'known_at',
};
const WINDOW = {
  kind: 'window',
  name: 'origin',
  ...FROM,
  on: { origin: 'origin' },
  windows: [{ label: '1h', seconds: 3600 }],
  compute: [
    { name: 'flights', aggregate: { op: 'count' } },
    { name: 'late_share', aggregate: { op: 'mean', column: 'late' } },
    { name: 'paid', aggregate: { op: 'sum', column: 'price' } },
  ],
};
const AS_OF = {
  kind: 'as_of',
  name: 'last',
  ...FROM,
  on: { origin: 'origin', destination: 'destination' },
  columns: [
    { name: 'late', type: 'bool' },
    { name: 'price', type: 'double' },
    { name: 'landed_at', type: 'timestamp' },
  ],
};
const AT_HAND = {
  kind: 'columns',
  name: 'at_hand',
  columns: [
    { name: 'hour', type: 'int' },
    { name: 'weight', type: 'double' },
    { name: 'origin', type: 'string' },
  ],
};

describe('build-features', () => {
  let harness: StepHarness;
  beforeEach(async () => {
    harness = await StepHarness.make();
    await harness.table('tables', 'outcomes.parquet', FACTS);
    await harness.table('examples', 'examples.parquet', EXAMPLES);
  });
  afterEach(() => harness.remove());

  const run = (views: readonly object[], threads = 2) =>
    harness.run(buildFeatures([]), { views }, ['features'], threads);

  it('keeps columns, windows and last facts beside each other, a row an example', async () => {
    await run([AT_HAND, AS_OF, WINDOW]);
    expect(await harness.columns('features', 'features.parquet')).toEqual([
      'example_id VARCHAR',
      'hour BIGINT',
      'weight DOUBLE',
      'origin VARCHAR',
      'last_late BOOLEAN',
      'last_price DOUBLE',
      'last_landed_at TIMESTAMP',
      'origin_flights_1h BIGINT',
      'origin_late_share_1h DOUBLE',
      'origin_paid_1h DOUBLE',
    ]);
    expect(await harness.rows('features', 'features.parquet')).toEqual([
      {
        example_id: '[7]',
        hour: '9',
        weight: 1.5,
        origin: 'JFK',
        last_late: null,
        last_price: null,
        last_landed_at: null,
        origin_flights_1h: '0',
        origin_late_share_1h: null,
        origin_paid_1h: 0,
      },
      {
        example_id: '[5]',
        hour: '11',
        weight: 2.5,
        origin: 'JFK',
        last_late: null,
        last_price: null,
        last_landed_at: '2001-04-01 10:40:00',
        origin_flights_1h: '3',
        origin_late_share_1h: 0.5,
        origin_paid_1h: 3.75,
      },
      {
        example_id: '[6]',
        hour: '11',
        weight: null,
        origin: 'ACY',
        last_late: null,
        last_price: null,
        last_landed_at: null,
        origin_flights_1h: '1',
        origin_late_share_1h: 1,
        origin_paid_1h: 0.01,
      },
    ]);
  });

  it('keeps the times of the newest facts, and none of what the example knew itself', async () => {
    await run([AT_HAND, AS_OF, WINDOW]);
    const none = { 'last.event_time': null, 'last.available_at': null };
    expect(await harness.rows('features', 'times.parquet')).toEqual([
      {
        example_id: '[7]',
        ...none,
        'origin.event_time': null,
        'origin.available_at': null,
      },
      {
        example_id: '[5]',
        'last.event_time': '2001-04-01 10:40:00',
        'last.available_at': '2001-04-01 10:41:00',
        'origin.event_time': '2001-04-01 10:40:00',
        'origin.available_at': '2001-04-01 10:45:00',
      },
      {
        example_id: '[6]',
        ...none,
        'origin.event_time': '2001-04-01 10:50:00',
        'origin.available_at': '2001-04-01 10:50:00',
      },
    ]);
  });

  it('has examples alone to tell where no view looks at facts', async () => {
    await run([AT_HAND]);
    expect(await harness.rows('features', 'times.parquet')).toEqual(
      ['[7]', '[5]', '[6]'].map(example_id => ({ example_id })),
    );
  });

  it('yields equal bytes and an equal logical digest at 1 and 2 threads', async () => {
    await harness.table(
      'tables',
      'outcomes.parquet',
      `SELECT i AS row, 'o' || (i * 7 % 50) AS origin, 'd' || (i % 9) AS destination, i % 3 = 0 AS late,
              random() AS price, TIMESTAMP '2001-04-01' + to_minutes(i * 13 % 6000) AS landed_at,
              TIMESTAMP '2001-04-01' + to_minutes(i * 13 % 6000 + i * 11 % 90) AS known_at
         FROM range(30000) t(i)`,
    );
    await harness.table(
      'examples',
      'examples.parquet',
      `SELECT '[' || i || ']' AS example_id, TIMESTAMP '2001-04-01' + to_seconds(i * 17) AS prediction_time,
              'o' || (i % 60) AS origin, 'd' || (i % 10) AS destination FROM range(20000) t(i) ORDER BY i`,
    );
    const one = await run([AS_OF, WINDOW], 1);
    const bytes = await Promise.all(
      ['features.parquet', 'times.parquet'].map(file =>
        harness.bytes('features', file),
      ),
    );
    expect(await run([AS_OF, WINDOW], 2)).toEqual(one);
    expect(
      await Promise.all(
        ['features.parquet', 'times.parquet'].map(file =>
          harness.bytes('features', file),
        ),
      ),
    ).toEqual(bytes);
  });

  it('adds fractions as if those that left the window had never been in it', async () => {
    await harness.table(
      'tables',
      'outcomes.parquet',
      `SELECT * REPLACE (CASE row WHEN 0 THEN 1e17 ELSE 0.5 END AS price, TIMESTAMP '2001-04-01 09:59' + to_minutes(row * 10) AS landed_at,
              TIMESTAMP '2001-04-01 09:59' + to_minutes(row * 10) AS known_at, 'JFK' AS origin) FROM (${FACTS})`,
    );
    await harness.table(
      'examples',
      'examples.parquet',
      `SELECT '[1]' AS example_id, TIMESTAMP '2001-04-01 10:59' AS prediction_time, 'JFK' AS origin
       UNION ALL SELECT '[2]', TIMESTAMP '2001-04-01 11:00', 'JFK'`,
    );
    await run([WINDOW]);
    expect(
      await harness.rows(
        'features',
        'features.parquet',
        'origin_flights_1h, origin_paid_1h',
      ),
    ).toEqual([
      { origin_flights_1h: '4', origin_paid_1h: 1e17 },
      { origin_flights_1h: '3', origin_paid_1h: 1.5 },
    ]);
  });

  it.each([
    [
      'a column that the examples lack',
      { ...AT_HAND, columns: [{ name: 'carrier', type: 'string' }] },
      'feature view at_hand: examples has no column carrier. Found example_id, prediction_time, origin,',
    ],
    [
      'a fraction declared a whole number',
      { ...AT_HAND, columns: [{ name: 'weight', type: 'int' }] },
      'feature view at_hand: examples.weight is declared int, found DECIMAL(2,1).',
    ],
    [
      'a text declared a number',
      { ...AS_OF, columns: [{ name: 'origin', type: 'double' }] },
      'feature view last: outcomes.origin is declared double, found VARCHAR.',
    ],
    [
      'a column by which the examples cannot be joined',
      { ...WINDOW, on: { carrier: 'origin' } },
      'feature view origin: examples has no column carrier, by which examples are to find their facts.',
    ],
    [
      'a column by which facts cannot be joined',
      { ...WINDOW, on: { origin: 'airport' } },
      'feature view origin: outcomes has no column airport, by which examples are to find their facts.',
    ],
    [
      'a number that is to meet a text',
      { ...WINDOW, on: { hour: 'origin' } },
      'feature view origin: examples.hour is BIGINT, outcomes.origin is VARCHAR: they never meet.',
    ],
    [
      'a mean of texts',
      {
        ...WINDOW,
        compute: [{ name: 'x', aggregate: { op: 'mean', column: 'origin' } }],
      },
      'feature view origin: outcomes.origin is VARCHAR; sums and means are of numbers, true and false.',
    ],
    [
      'a sum of what is not there',
      {
        ...WINDOW,
        compute: [{ name: 'x', aggregate: { op: 'sum', column: 'delay' } }],
      },
      'feature view origin: outcomes has no column delay.',
    ],
  ])('refuses %s', async (_, view, message) => {
    await expect(run([view])).rejects.toThrow(message);
  });

  it.each([
    ['that are no numbers', `'NaN'::DOUBLE`],
    ['without an end', `'infinity'::DOUBLE`],
    ['beyond what a double tells apart', `9007199254740993`],
  ])('refuses sums of values %s', async (_, price) => {
    await harness.table(
      'tables',
      'outcomes.parquet',
      `SELECT * REPLACE (${price} AS price) FROM (${FACTS})`,
    );
    await expect(run([WINDOW])).rejects.toThrow(
      'feature view origin: outcomes.price: 4 values are no finite numbers, or whole ones from 2^53 on',
    );
  });

  it('refuses examples whose time was read in another unit', async () => {
    await harness.table(
      'examples',
      'examples.parquet',
      `SELECT * REPLACE (TIMESTAMP '33000-01-01' AS prediction_time) FROM (${EXAMPLES})`,
    );
    await expect(run([WINDOW])).rejects.toThrow('before 1685 or after 2255');
  });
});
