import { tmpdir } from 'node:os';
import { columnsOf } from '../dataset/declaredColumns';
import { Session } from '../duckdb/session';
import { requireFacts } from './requireFacts';

describe('requireFacts', () => {
  let session: Session;
  beforeAll(async () => {
    session = await Session.open({ threads: 1, scratch: tmpdir() });
  });
  afterAll(() => session.close());

  const TABLE = {
    name: 'outcomes',
    sql: '',
    key: ['row'],
    event_time: 'departed_at',
    available_at: 'known_at',
  };

  async function check(select: string, changes: object = {}) {
    const relation = `(${select})`;
    return requireFacts(
      session,
      { ...TABLE, ...changes },
      relation,
      await columnsOf(session, relation),
    );
  }

  const at = (time: string) => `TIMESTAMP '2001-04-01 ${time}'`;
  const rows = (values: string) =>
    `SELECT * FROM (VALUES ${values}) t(row, departed_at, known_at)`;

  it('accepts rows with a key of their own that were known when they happened, or later', async () => {
    await expect(
      check(
        rows(
          `(1, ${at('06:00')}, ${at('06:00')}), (2, ${at('06:00')}, ${at('07:00')})`,
        ),
      ),
    ).resolves.toBeUndefined();
  });

  it.each([
    [
      'a key that repeats',
      `(1, ${at('06:00')}, ${at('06:00')}), (1, ${at('06:00')}, ${at('06:00')}), (2, ${at('06:00')}, ${at('06:00')})`,
      'table outcomes: 1 rows repeat a row that another row has, such as 1.',
    ],
    [
      'a row without a key',
      `(1, ${at('06:00')}, ${at('06:00')}), (NULL, ${at('06:00')}, ${at('06:00')})`,
      'table outcomes: 1 of 2 rows have no row, such as null.',
    ],
    [
      'a fact without a time',
      `(1, ${at('06:00')}, ${at('06:00')}), (7, NULL, ${at('06:00')})`,
      'table outcomes: 1 of 2 rows have no departed_at, such as 7.',
    ],
    [
      'a fact of which nobody knows when it was known',
      `(1, ${at('06:00')}, ${at('06:00')}), (7, ${at('06:00')}, NULL)`,
      'table outcomes: 1 of 2 rows have no known_at, such as 7.',
    ],
    [
      'a fact at the end of time',
      `(1, ${at('06:00')}, 'infinity'::TIMESTAMP)`,
      'table outcomes: 1 of 1 rows have no known_at, such as 1.',
    ],
    [
      'a fact that was known before it happened',
      `(1, ${at('06:00')}, ${at('05:59')}), (2, ${at('06:00')}, ${at('06:00')})`,
      'table outcomes: 1 of 2 rows have known_at before departed_at, such as 1.',
    ],
    [
      'a day in place of an instant',
      `(1, DATE '2001-04-01', ${at('06:00')})`,
      'table outcomes: departed_at is to be a TIMESTAMP in UTC, found DATE.',
    ],
  ])('refuses %s', async (_, values, message) => {
    await expect(check(rows(values))).rejects.toThrow(message);
  });

  it('names at most five offenders, by all of their key', async () => {
    await expect(
      check(
        `SELECT i AS row, 'x' AS part, ${at('06:00')} AS departed_at, ${at('05:00')} AS known_at FROM range(400) t(i)`,
        {
          key: ['row', 'part'],
        },
      ),
    ).rejects.toThrow(
      '400 of 400 rows have known_at before departed_at, such as 0, x; 1, x; 2, x; 3, x; 4, x.',
    );
  });

  it('tells everything that is wrong at once', async () => {
    await expect(
      check(
        rows(`(1, ${at('06:00')}, ${at('05:00')}), (1, ${at('06:00')}, NULL)`),
      ),
    ).rejects.toThrow(/no known_at[^]*before departed_at[^]*repeat a row/);
  });

  it('names the columns that there are when a declared one is not', async () => {
    await expect(
      check(rows(`(1, ${at('06:00')}, ${at('06:00')})`), {
        available_at: 'seen_at',
      }),
    ).rejects.toThrow(
      'table outcomes has no column seen_at, which is declared. Its SQL returns row, departed_at, known_at.',
    );
  });
});
