import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENGINE_VERSION, Session, identifier, literal } from './session';

describe('Session', () => {
  let scratch: string;
  let session: Session;

  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'trainyard-session-'));
    session = await Session.open({ threads: 1, scratch });
  });

  afterEach(async () => {
    session.close();
    await rm(scratch, { recursive: true });
  });

  it('speaks UTC', async () => {
    expect(
      await session.row(`SELECT current_setting('TimeZone') AS zone`),
    ).toEqual({ zone: 'UTC' });
  });

  it('runs on the engine that versions of built-ins name', async () => {
    const { version } = await session.row(`SELECT version() AS version`);
    expect(`duckdb-${version}`).toBe(
      ENGINE_VERSION.replace('duckdb-', 'duckdb-v'),
    );
  });

  it('loads no extension from outside', async () => {
    await expect(session.run('LOAD httpfs')).rejects.toThrow(/httpfs/);
    await expect(
      session.rows(`FROM read_csv('https://example.org/x.csv')`),
    ).rejects.toThrow(/httpfs/);
  });

  it('reads large answers as typed columns, with NaN for null', async () => {
    const { i, half } = await session.columnDoubles(
      `SELECT i::DOUBLE AS i, nullif(i, 1)::DOUBLE / 2 AS half FROM range(200000) t(i)`,
    );
    expect(i).toHaveLength(200_000);
    expect([i[0], i[199_999], half[1], half[3]]).toEqual([
      0,
      199_999,
      NaN,
      1.5,
    ]);
  });

  it('names the columns of an empty answer', async () => {
    expect(
      await session.columnDoubles(`SELECT 1::DOUBLE AS a WHERE false`),
    ).toEqual({ a: new Float64Array() });
  });

  it('reads several answers at once, each in its own order', async () => {
    const [up, down] = await Promise.all(
      ['i', '-i'].map(expression =>
        session.columnDoubles(
          `SELECT ${expression}::DOUBLE AS n FROM range(10000) t(i) ORDER BY n`,
        ),
      ),
    );
    expect([up.n[9999], down.n[9999]]).toEqual([9999, 0]);
  });

  it('speaks UTC on every connection', async () => {
    const { h } = await session.columnDoubles(
      `SELECT hour(TIMESTAMPTZ '2001-06-01 12:00:00+00')::DOUBLE AS h`,
    );
    expect(h[0]).toBe(12);
  });

  it('makes tables of typed arrays, with null for NaN', async () => {
    const name = 'odd "name"';
    const id = Float64Array.from({ length: 5000 }, (_, index) => index);
    const half = id.map(i => (i === 7 ? Number.NaN : i / 2));
    await session.createTable(name, { id, half });
    expect(
      await session.row(
        `SELECT count(*)::INT AS n, count(half)::INT AS known, sum(half) AS sum
           FROM ${identifier(name)}`,
      ),
    ).toEqual({ n: 5000, known: 4999, sum: (4999 * 5000) / 4 - 3.5 });
  });

  it('reads texts', async () => {
    expect(
      await session.columnStrings(`SELECT unnest(['a', NULL, 'Zürich'])`),
    ).toEqual(['a', null, 'Zürich']);
  });

  it('says how many rows there were where one was expected', async () => {
    await expect(session.row('FROM range(2)')).rejects.toThrow(
      'expected one row, found 2',
    );
  });

  it('quotes names and texts, whatever they hold', async () => {
    const odd = `a"; DROP TABLE x; -- '`;
    expect(
      await session.row(`SELECT ${literal(odd)} AS ${identifier(odd)}`),
    ).toEqual({ [odd]: odd });
  });

  it('stops a statement when the signal says so, and begins no other', async () => {
    const stop = new AbortController();
    const stoppable = await Session.open({
      threads: 1,
      scratch,
      signal: stop.signal,
    });
    try {
      const endless = stoppable.run(
        'SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000) b',
      );
      setImmediate(() => stop.abort(new Error('stopped by a person')));
      await expect(endless).rejects.toThrow('stopped by a person');
      await expect(stoppable.run('SELECT 1')).rejects.toThrow(
        'stopped by a person',
      );
    } finally {
      stoppable.close();
    }
  });
});
