import { bundleSandbox } from '../testing/sandboxBundle';
import { StepHarness } from '../testing/stepHarness';
import { buildTables } from './buildTables';

// Generous: the machine may be busy.
jest.setTimeout(60_000);

const FLIGHTS = `SELECT * FROM (VALUES
  (TIMESTAMP '2001-03-31 23:00', 30, 'JFK'), (TIMESTAMP '2001-04-01 01:30', 5, 'JFK'),
  (TIMESTAMP '2001-04-01 03:30', NULL, 'JFK'), (TIMESTAMP '2001-04-02 00:00', 16, 'ACY')
) t(date, delay, origin)`;

const OUTCOMES = `
  SELECT row, origin, (delay > 15)::INTEGER AS late,
         (date AT TIME ZONE 'America/New_York') AS departed_at,
         (date AT TIME ZONE 'America/New_York') + INTERVAL 2 HOUR AS known_at
  FROM flights;`;

describe('build-tables', () => {
  let bundle: Awaited<ReturnType<typeof bundleSandbox>>;
  let harness: StepHarness;

  beforeAll(async () => {
    bundle = await bundleSandbox();
  });
  afterAll(() => bundle.remove());
  beforeEach(async () => {
    harness = await StepHarness.make();
    await harness.table('flights', 'flights.parquet', FLIGHTS);
  });
  afterEach(() => harness.remove());

  const table = {
    name: 'outcomes',
    sql: OUTCOMES,
    key: ['row'],
    event_time: 'departed_at',
    available_at: 'known_at',
  };
  const examples = {
    source: 'outcomes',
    key: ['row'],
    prediction_time: 'departed_at',
    range: { from: '2001-04-01T05:00:00.000Z', to: '2001-04-02T04:00:00.000Z' },
  };

  const run = (
    changes: { table?: object; examples?: object } = {},
    threads = 2,
  ) =>
    harness.run(
      buildTables(bundle.command),
      {
        sources: [{ name: 'flights', format: 'parquet', key: ['row'] }],
        tables: [{ ...table, ...changes.table }],
        examples: { ...examples, ...changes.examples },
      },
      ['tables', 'examples'],
      threads,
    );

  const withSql = (sql: string) => run({ table: { sql } });

  it('makes tables in UTC from the position, the columns and the local clocks of a source', async () => {
    await run();
    expect(await harness.columns('tables', 'outcomes.parquet')).toEqual([
      'row BIGINT',
      'origin VARCHAR',
      'late INTEGER',
      'departed_at TIMESTAMP',
      'known_at TIMESTAMP',
    ]);
    expect(
      await harness.rows(
        'tables',
        'outcomes.parquet',
        'row, late, departed_at',
      ),
    ).toEqual([
      { row: '0', late: 1, departed_at: '2001-04-01 04:00:00' },
      { row: '1', late: 0, departed_at: '2001-04-01 06:30:00' },
      // Summer time began at 02:00.
      { row: '2', late: null, departed_at: '2001-04-01 07:30:00' },
      { row: '3', late: 1, departed_at: '2001-04-02 04:00:00' },
    ]);
  });

  it('says beside the tables when their facts happened and were known', async () => {
    await run();
    expect(await harness.json('tables', 'tables.json')).toEqual({
      schema_version: 1,
      tables: {
        outcomes: {
          key: ['row'],
          event_time: 'departed_at',
          available_at: 'known_at',
        },
      },
    });
  });

  it('takes for examples the rows of a half-open range, named by their key', async () => {
    await run();
    expect(
      await harness.rows(
        'examples',
        'examples.parquet',
        'example_id, prediction_time, row, origin',
      ),
    ).toEqual([
      {
        example_id: '[1]',
        prediction_time: '2001-04-01 06:30:00',
        row: '1',
        origin: 'JFK',
      },
      {
        example_id: '[2]',
        prediction_time: '2001-04-01 07:30:00',
        row: '2',
        origin: 'JFK',
      },
    ]);
  });

  it('takes for examples only rows that meet the conditions', async () => {
    await run({ examples: { where: { late: 0, origin: 'JFK' } } });
    expect(
      await harness.rows('examples', 'examples.parquet', 'example_id'),
    ).toEqual([{ example_id: '[1]' }]);
  });

  it('takes examples from a source', async () => {
    await run({ examples: { source: 'flights', prediction_time: 'date' } });
    expect(
      await harness.rows('examples', 'examples.parquet', 'example_id'),
    ).toEqual([{ example_id: '[3]' }]);
  });

  it('names examples by the canonical JSON of keys of several types', async () => {
    const odd = `chr(34) || chr(92) || chr(10) || chr(31) || 'é/\u{1F600}'`;
    await run({
      table: {
        key: ['name', 'departed_at', 'good', 'day', 'row'],
        sql: `SELECT row, ${odd} AS name, true AS good, DATE '2001-05-01' AS day,
                     date AT TIME ZONE 'America/New_York' AS departed_at,
                     date AT TIME ZONE 'America/New_York' AS known_at FROM flights`,
      },
      examples: { key: ['name', 'departed_at', 'good', 'day', 'row'] },
    });
    const [{ example_id }] = await harness.rows(
      'examples',
      'examples.parquet',
      'example_id',
    );
    expect(example_id).toBe(
      JSON.stringify([
        '"\\\n\u001fé/\u{1F600}',
        '2001-04-01T06:30:00.000000Z',
        true,
        '2001-05-01',
        1,
      ]),
    );
  });

  it('yields equal bytes and digests at 1 and 2 threads', async () => {
    const one = await run({}, 1);
    const bytes = [
      await harness.bytes('tables', 'outcomes.parquet'),
      await harness.bytes('examples', 'examples.parquet'),
    ];
    expect(await run({}, 2)).toEqual(one);
    expect([
      await harness.bytes('tables', 'outcomes.parquet'),
      await harness.bytes('examples', 'examples.parquet'),
    ]).toEqual(bytes);
    expect(one).toEqual({
      outcome: 'done',
      logical: { tables: expect.any(String), examples: expect.any(String) },
    });
  });

  it('keeps sums of whole numbers whole', async () => {
    await withSql(
      `SELECT row, sum(delay) AS total, max(date) AS departed_at, max(date) AS known_at FROM flights GROUP BY row`,
    );
    expect(await harness.columns('tables', 'outcomes.parquet')).toContain(
      'total BIGINT',
    );
  });

  it('refuses SQL with every problem, its place and what to write', async () => {
    await expect(
      withSql(`SELECT row, now() AS departed_at\nFROM read_csv('x')`),
    ).rejects.toThrow(
      'the SQL of outcomes:1:13 expected a function that answers from its arguments alone, found now(). ' +
        'Tables are a function of their sources alone: compare with a column, or write the instant itself.\n' +
        'the SQL of outcomes:2:6 expected a table that is declared, found read_csv().',
    );
  });

  it('tells what the engine says of columns that are not there', async () => {
    await expect(withSql('SELECT row, dely FROM flights')).rejects.toThrow(
      /the SQL of outcomes failed: Binder Error: .*"dely"/,
    );
  });

  it('refuses facts without what they promise', async () => {
    await expect(
      withSql(
        `SELECT row, date AS departed_at, date - INTERVAL 1 MINUTE AS known_at FROM flights`,
      ),
    ).rejects.toThrow(
      'table outcomes: 4 of 4 rows have known_at before departed_at, such as 0; 1; 2; 3.',
    );
  });

  it.each([
    [
      {
        range: {
          from: '2011-01-01T00:00:00.000Z',
          to: '2012-01-01T00:00:00.000Z',
        },
      },
      'there are no examples',
    ],
    [
      { prediction_time: 'left_at' },
      'outcomes.left_at is to be the time of the prediction, a TIMESTAMP in UTC; found no such column',
    ],
    [{ prediction_time: 'late' }, 'found INTEGER'],
    [
      { key: ['origin'] },
      'outcomes: 1 rows have a origin that another row has, or none, such as ["JFK"].',
    ],
    [{ key: ['flight'] }, 'the examples have no column flight'],
    [
      { where: { surface: 'home' } },
      'outcomes has no column surface, by which examples are chosen.',
    ],
  ])('refuses examples with %j', async (changes, message) => {
    await expect(run({ examples: changes })).rejects.toThrow(message);
  });

  it('refuses a base table with a column that examples get', async () => {
    await expect(
      run({
        table: {
          sql: OUTCOMES.replace('SELECT row', 'SELECT 1 AS example_id, row'),
        },
      }),
    ).rejects.toThrow('outcomes has a column example_id');
  });
});
