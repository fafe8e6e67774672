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

  const run = (changes: object = {}, threads = 2) =>
    harness.run(
      buildTables(bundle.command),
      {
        sources: [{ name: 'flights', format: 'parquet', key: ['row'] }],
        tables: [{ ...table, ...changes }],
        examples,
      },
      ['tables', 'examples'],
      threads,
    );

  const withSql = (sql: string) => run({ sql });

  it('makes tables in UTC, what they promise, and examples of one of them', async () => {
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
    expect(
      await harness.rows(
        'examples',
        'examples.parquet',
        'example_id, prediction_time, origin',
      ),
    ).toEqual([
      {
        example_id: '[1]',
        prediction_time: '2001-04-01 06:30:00',
        origin: 'JFK',
      },
      {
        example_id: '[2]',
        prediction_time: '2001-04-01 07:30:00',
        origin: 'JFK',
      },
    ]);
  });

  it('takes examples from a source', async () => {
    await harness.run(
      buildTables(bundle.command),
      {
        sources: [{ name: 'flights', format: 'parquet', key: ['row'] }],
        tables: [],
        examples: { ...examples, source: 'flights', prediction_time: 'date' },
      },
      ['tables', 'examples'],
    );
    expect(
      await harness.rows('examples', 'examples.parquet', 'example_id, row'),
    ).toEqual([{ example_id: '[3]', row: '3' }]);
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
});
