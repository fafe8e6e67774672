import { tmpdir } from 'node:os';
import { Session } from '../duckdb/session';
import { judgeSql } from './judgeSql';

// Generous: the machine may be busy.
jest.setTimeout(60_000);

describe('judgeSql', () => {
  let session: Session;

  beforeAll(async () => {
    session = await Session.open({ threads: 1, scratch: tmpdir() });
  });

  afterAll(() => session.close());

  const judge = (sql: string) =>
    judgeSql(session, sql, ['flights', 'Airports']);

  async function problemsOf(sql: string) {
    const judged = await judge(sql);
    return judged.verdict === 'refused' ? judged.problems : [];
  }

  it.each([
    [
      'a local clock in UTC',
      `SELECT row, (date AT TIME ZONE 'America/New_York') AT TIME ZONE 'UTC' AS at FROM flights`,
    ],
    [
      'the same by a function',
      `SELECT timezone(zone, date) FROM flights JOIN airports ON iata = origin`,
    ],
    [
      'names in any case',
      `select F.row from FLIGHTS f, "airports" a where f.origin = A.iata`,
    ],
    [
      'expressions that follow each other',
      `WITH a AS (SELECT 1 AS x), b AS (SELECT * FROM a) SELECT * FROM b`,
    ],
    [
      'recursion',
      `WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM r WHERE a < 5) SELECT * FROM r`,
    ],
    ['FROM first', `FROM flights SELECT row`],
    [
      'lists, structs and lambdas',
      `SELECT list_transform([1, 2], lambda x: x + distance), {'a': 1}.a, unnest([1]) FROM flights`,
    ],
    [
      'numbers made on the spot',
      `SELECT * FROM range(10), (VALUES (1), (2)) v(x), unnest([1, 2])`,
    ],
    [
      'patterns, cases and casts',
      `SELECT CASE WHEN origin LIKE 'A%' THEN 1 ELSE try_cast(origin AS INT) END FROM flights WHERE origin ~ 'A.*'`,
    ],
    ['an end with a semicolon', `SELECT row FROM flights; `],
    ['a comment at the end', `SELECT row FROM flights -- all of them`],
  ])('accepts %s', async (_, sql) => {
    expect(await judge(sql)).toMatchObject({
      verdict: 'accepted',
      needsOneThread: false,
    });
  });

  it.each([
    [
      'sums of what may be fractions',
      `SELECT origin, avg(delay) FROM flights GROUP BY origin`,
    ],
    [
      'windows',
      `SELECT row_number() OVER (PARTITION BY origin ORDER BY date) FROM flights`,
    ],
    [
      'the first rows of an order',
      `SELECT row FROM flights ORDER BY date LIMIT 10`,
    ],
    [
      'one row a group, by an order',
      `SELECT DISTINCT ON (origin) origin, row FROM flights ORDER BY origin, date`,
    ],
    [
      'a list in an order',
      `SELECT string_agg(origin, ',' ORDER BY row) FROM flights`,
    ],
    ['the row of a maximum', `SELECT arg_max(row, date) FROM flights`],
    [
      'ASOF joins',
      `SELECT * FROM flights f ASOF JOIN airports a ON f.origin = a.iata AND f.date >= a.since`,
    ],
  ])('lets one thread do %s', async (_, sql) => {
    expect(await judge(sql)).toMatchObject({
      verdict: 'accepted',
      needsOneThread: true,
    });
  });

  it.each([
    [
      'exact counts',
      `SELECT origin, count(*), min(date), max(date), bool_or(late) FROM flights GROUP BY origin`,
    ],
    ['distinct rows', `SELECT DISTINCT origin FROM flights`],
  ])('lets many threads do %s', async (_, sql) => {
    expect(await judge(sql)).toMatchObject({
      verdict: 'accepted',
      needsOneThread: false,
    });
  });

  it.each([
    ['now()', `SELECT now() FROM flights`],
    [
      'now() in a subquery',
      `SELECT (SELECT max(x) FROM (SELECT now() AS x)) FROM flights`,
    ],
    [
      'now() in a common table expression',
      `WITH a AS (SELECT NOW() AS t) SELECT 1 FROM flights`,
    ],
    [
      'now() in a filter',
      `SELECT count(*) FILTER (WHERE date < now()) FROM flights`,
    ],
    ['now() in an order', `SELECT row FROM flights ORDER BY now()`],
    [
      'now() in a join',
      `SELECT 1 FROM flights f JOIN airports a ON now() > f.date`,
    ],
    [
      'now() in a window',
      `SELECT sum(1) OVER (PARTITION BY now() ORDER BY row) FROM flights`,
    ],
    [
      'now() in QUALIFY',
      `SELECT 1 FROM flights QUALIFY max(row) OVER (ORDER BY row) > epoch(now())`,
    ],
    [
      'now() on the right of UNION',
      `SELECT date FROM flights UNION ALL SELECT now()`,
    ],
    ['now() in a list of values', `SELECT * FROM (VALUES (now())) v(x)`],
    ['now() as an argument of range()', `SELECT * FROM range(epoch_us(now()))`],
    [
      'random() in a lambda',
      `SELECT list_transform([1], lambda x: x + random()) FROM flights`,
    ],
    ['current_date', `SELECT current_date FROM flights`],
    [
      'current_timestamp',
      `SELECT 1 FROM flights WHERE date < CURRENT_TIMESTAMP`,
    ],
    ['localtime', `SELECT localtime FROM flights`],
    ['user', `SELECT user FROM flights`],
    ['today()', `SELECT today() FROM flights`],
    ['age() of one argument', `SELECT age(date) FROM flights`],
    ['random()', `SELECT random() FROM flights`],
    ['uuid()', `SELECT uuid() FROM flights`],
    ['setseed()', `SELECT setseed(0.5) FROM flights`],
    ['nextval()', `SELECT nextval('s') FROM flights`],
    ['getvariable()', `SELECT getvariable('x') FROM flights`],
    [
      'current_setting()',
      `SELECT current_setting('temp_directory') FROM flights`,
    ],
    ['current_database()', `SELECT current_database() FROM flights`],
    ['pragma_version()', `SELECT pragma_version() FROM flights`],
    ['getenv()', `SELECT getenv('HOME') FROM flights`],
    [
      'reservoir_quantile()',
      `SELECT reservoir_quantile(delay, 0.5) FROM flights`,
    ],
    [
      'approx_count_distinct()',
      `SELECT approx_count_distinct(row) FROM flights`,
    ],
    ['any_value() without an order', `SELECT any_value(row) FROM flights`],
    ['first() without an order', `SELECT first(row) FROM flights`],
    ['list() without an order', `SELECT list(row) FROM flights`],
    [
      'string_agg() without an order',
      `SELECT string_agg(origin, ',') FROM flights`,
    ],
    [
      'row_number() without an order',
      `SELECT row_number() OVER () FROM flights`,
    ],
    [
      'lag() without an order',
      `SELECT lag(row) OVER (PARTITION BY origin) FROM flights`,
    ],
    ['LIMIT without an order', `SELECT row FROM flights LIMIT 10`],
    [
      'LIMIT without an order, inside',
      `SELECT * FROM (SELECT row FROM flights LIMIT 10) ORDER BY row`,
    ],
    ['OFFSET without an order', `SELECT row FROM flights OFFSET 10`],
    [
      'DISTINCT ON without an order',
      `SELECT DISTINCT ON (origin) origin, row FROM flights`,
    ],
    ['a sample', `SELECT row FROM flights USING SAMPLE 5%`],
    [
      'a sample of a table',
      `SELECT row FROM flights TABLESAMPLE reservoir(10 ROWS)`,
    ],
    ['a positional join', `SELECT * FROM flights POSITIONAL JOIN airports`],
    ['read_csv()', `SELECT * FROM read_csv('/etc/passwd')`],
    ['read_parquet()', `SELECT * FROM read_parquet('x.parquet')`],
    ['glob()', `SELECT * FROM glob('/*')`],
    [
      'read_text() in a subquery',
      `SELECT (SELECT content FROM read_text('/etc/hostname')) FROM flights`,
    ],
    ['duckdb_settings()', `SELECT * FROM duckdb_settings()`],
    ['query()', `SELECT * FROM query('SELECT now()')`],
    ['a file as a table', `SELECT * FROM '/etc/passwd'`],
    ['a table that is not declared', `SELECT * FROM elsewhere`],
    ['a table of the engine', `SELECT * FROM duckdb_settings`],
    ['a table of another schema', `SELECT * FROM information_schema.flights`],
    [
      'an expression that hides a table of the engine',
      `WITH duckdb_settings AS (SELECT * FROM duckdb_settings) SELECT * FROM duckdb_settings`,
    ],
    [
      'an expression out of its scope',
      `SELECT * FROM (WITH duckdb_views AS (SELECT 1) SELECT 1), duckdb_views`,
    ],
    ['a description', `DESCRIBE flights`],
    ['a summary', `SELECT * FROM (SUMMARIZE flights)`],
    ['a parameter', `SELECT $1 FROM flights`],
    ['a schema before a function', `SELECT system.main.abs(1) FROM flights`],
    ['INSERT', `INSERT INTO flights VALUES (1)`],
    ['COPY', `COPY flights TO 'x.csv'`],
    ['ATTACH', `ATTACH 'x.duckdb'`],
    ['INSTALL', `INSTALL httpfs`],
    ['SET', `SET threads = 1`],
    ['a macro', `CREATE MACRO abs(x) AS 5`],
    ['PIVOT', `PIVOT flights ON origin USING count(*)`],
    ['two statements', `SELECT 1; SELECT 2`],
    ['a second statement that is no SELECT', `SELECT 1; DROP TABLE flights`],
    ['text after the semicolon', `SELECT row FROM flights; -- that is all`],
    ['nothing', ``],
    ['a way out of the parentheses', `SELECT 1) UNION ALL (SELECT 2`],
    ['what is no SQL', `SELEC row FROM flights`],
  ])('refuses %s', async (what, sql) => {
    const [problem] = await problemsOf(sql);
    expect(problem.found).toContain(/^\w+\(\)/.exec(what)?.[0] ?? '');
    expect(problem).toEqual({
      ...problem,
      found: expect.stringMatching(/./),
      expected: expect.stringMatching(/./),
      advice: expect.stringMatching(/\.$/),
    });
  });

  it('names every problem with its place and what to write instead', async () => {
    expect(
      await problemsOf(
        `SELECT row, 'é',\n  now() AS seen\nFROM flights, elsewhere\nLIMIT 3`,
      ),
    ).toEqual([
      expect.objectContaining({
        line: 4,
        column: 7,
        found: 'LIMIT of rows in no order',
      }),
      expect.objectContaining({ line: 2, column: 3, found: 'now()' }),
      {
        line: 3,
        column: 15,
        found: 'table elsewhere',
        expected: 'a table that is declared',
        advice: 'Read what the pipeline declares: flights, Airports.',
      },
    ]);
  });

  it('tells one problem of a table function once', async () => {
    expect(await problemsOf(`SELECT * FROM read_csv('x')`)).toHaveLength(1);
  });

  it('says where the syntax is wrong', async () => {
    expect(await problemsOf('SELECT row\nFRM flights x')).toEqual([
      expect.objectContaining({
        line: 2,
        found: expect.stringContaining('syntax error'),
      }),
    ]);
  });

  it('keeps the text without its semicolon', async () => {
    expect(await judge('SELECT row FROM flights ;\n')).toMatchObject({
      select: { text: 'SELECT row FROM flights' },
    });
  });
});
