import { StepHarness } from '../testing/stepHarness';
import { validateInputData } from './validateInputData';

describe('validate-input-data', () => {
  let harness: StepHarness;
  beforeEach(async () => {
    harness = await StepHarness.make();
  });
  afterEach(() => harness.remove());

  const run = (...sources: object[]) =>
    harness.run(validateInputData, { sources }, ['profile']);
  const profile = async () =>
    JSON.parse((await harness.bytes('profile', 'profile.json')).toString());

  it('says what it found in a table without a key of its own', async () => {
    await harness.table(
      'flights',
      'flights.parquet',
      `SELECT 'JFK' AS origin, CASE WHEN i < 2 THEN NULL ELSE i END AS delay FROM range(5) t(i)`,
    );
    expect(
      await run({ name: 'flights', format: 'parquet', key: ['row'] }),
    ).toEqual({ outcome: 'done' });
    expect(await profile()).toEqual({
      schema_version: 1,
      sources: {
        flights: {
          rows: 5,
          bytes: expect.any(Number),
          columns: [
            { name: 'row', type: 'BIGINT', nulls: 0 },
            { name: 'origin', type: 'VARCHAR', nulls: 0 },
            { name: 'delay', type: 'BIGINT', nulls: 2 },
          ],
          key: ['row'],
          key_duplicates: 0,
          key_nulls: 0,
        },
      },
    });
  });

  it('takes "NA" for a text and only what is empty for missing', async () => {
    await harness.file(
      'airports',
      'airports.csv',
      'iata,state,opened\nMQT,NA,2001-01-02\nACY,,\n',
    );
    await run({ name: 'airports', format: 'csv', key: ['iata'] });
    expect((await profile()).sources.airports.columns).toEqual([
      { name: 'iata', type: 'VARCHAR', nulls: 0 },
      { name: 'state', type: 'VARCHAR', nulls: 1 },
      { name: 'opened', type: 'DATE', nulls: 1 },
    ]);
  });

  it('finds the type of a column in its last row too', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index) => `${index},1`);
    await harness.file('s', 's.csv', `id,n\n${rows.join('\n')}\nlast,many\n`);
    await run({ name: 's', format: 'csv', key: ['id'] });
    expect(
      (await profile()).sources.s.columns.map(
        ({ type }: { type: string }) => type,
      ),
    ).toEqual(['VARCHAR', 'VARCHAR']);
  });

  it('takes the files of a folder together, with one row of positions', async () => {
    await harness.table('s', 'b.parquet', 'SELECT 2 AS n FROM range(3)');
    await harness.table('s', 'a.parquet', 'SELECT 1 AS n FROM range(2)');
    expect(await run({ name: 's', format: 'parquet', key: ['row'] })).toEqual({
      outcome: 'done',
    });
    expect((await profile()).sources.s).toMatchObject({
      rows: 5,
      key_duplicates: 0,
    });
  });

  it('blocks on keys that repeat or are missing, and still writes the profile', async () => {
    await harness.table(
      's',
      's.parquet',
      `FROM (VALUES ('a', 1), ('a', 1), ('a', 2), ('b', 1), (NULL, 1), ('b', 1), ('b', 1)) t(x, y)`,
    );
    expect(
      await run({ name: 's', format: 'parquet', key: ['x', 'y'] }),
    ).toEqual({
      outcome: 'blocked',
      because: [
        'source s: 1 of 7 rows have no x, y, which is to name a row',
        'source s: 3 of 7 rows repeat a x, y that another row has, such as a, 1; b, 1',
      ],
    });
    expect((await profile()).sources.s).toMatchObject({
      rows: 7,
      key_nulls: 1,
      key_duplicates: 3,
    });
  });

  it('names the columns that there are when the key names another', async () => {
    await harness.table('s', 's.parquet', 'SELECT 1 AS iata, 2 AS name');
    await expect(
      run({ name: 's', format: 'parquet', key: ['code'] }),
    ).rejects.toThrow(
      'source s has no column code, which its key names. Found iata, name',
    );
  });

  it('says which source is not what it is declared to be', async () => {
    await harness.file('s', 's.parquet', 'no parquet at all');
    const broken = run({ name: 's', format: 'parquet', key: ['row'] });
    await expect(broken).rejects.toThrow(
      /^source s cannot be read as parquet: /,
    );
    await expect(broken).rejects.not.toThrow(harness.folder);
  });

  it('says which source has no file', async () => {
    await harness.input('s');
    await expect(
      run({ name: 's', format: 'csv', key: ['row'] }),
    ).rejects.toThrow('source s has no file');
  });
});
