import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from '../duckdb/session';
import { parquet } from '../stepFiles/stepFiles';
import { writeExamples } from './writeExamples';

const FLIGHTS = `SELECT * FROM (VALUES
  (3, TIMESTAMP '2001-04-02 00:00', 'ACY', 16), (2, TIMESTAMP '2001-04-01 03:30', 'JFK', NULL),
  (1, TIMESTAMP '2001-04-01 00:00', 'JFK', 5), (0, TIMESTAMP '2001-03-31 23:59', 'JFK', 30)
) t(row, departed_at, origin, delay)`;

const EXAMPLES = {
  source: 'flights',
  key: ['row'],
  prediction_time: 'departed_at',
  range: { from: '2001-04-01T00:00:00.000Z', to: '2001-04-02T00:00:00.000Z' },
};

describe('writeExamples', () => {
  let session: Session;
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainyard-examples-'));
    file = join(folder, 'examples.parquet');
    session = await Session.open({ threads: 2, scratch: folder });
  });
  afterAll(async () => {
    session.close();
    await rm(folder, { recursive: true });
  });

  const write = (changes: object = {}, base = FLIGHTS) =>
    writeExamples(session, { ...EXAMPLES, ...changes }, `(${base})`, file);
  const rows = (columns = '*') =>
    session.rows(`SELECT ${columns} FROM ${parquet(file)}`);

  it('takes the rows of a half-open range, named by their key, in the order of time', async () => {
    expect(await write()).toBe(2);
    const kept = { origin: 'JFK' };
    expect(await rows()).toEqual([
      {
        example_id: '[1]',
        prediction_time: '2001-04-01 00:00:00',
        row: 1,
        departed_at: '2001-04-01 00:00:00',
        ...kept,
        delay: 5,
      },
      {
        example_id: '[2]',
        prediction_time: '2001-04-01 03:30:00',
        row: 2,
        departed_at: '2001-04-01 03:30:00',
        ...kept,
        delay: null,
      },
    ]);
  });

  it('keeps a column that is called as that of examples already', async () => {
    await write(
      { prediction_time: 'prediction_time' },
      `SELECT row, departed_at AS prediction_time FROM (${FLIGHTS})`,
    );
    expect(await rows()).toEqual([
      { example_id: '[1]', prediction_time: '2001-04-01 00:00:00', row: 1 },
      { example_id: '[2]', prediction_time: '2001-04-01 03:30:00', row: 2 },
    ]);
  });

  it('takes only rows that meet the conditions', async () => {
    await write({ where: { delay: 5, origin: 'JFK' } });
    expect(await rows('example_id')).toEqual([{ example_id: '[1]' }]);
  });

  it('reads instants with a zone as what they are in UTC', async () => {
    await write(
      {},
      `SELECT * REPLACE (departed_at AT TIME ZONE 'America/New_York' AS departed_at) FROM (${FLIGHTS})`,
    );
    expect(await rows('example_id, prediction_time')).toEqual([
      { example_id: '[0]', prediction_time: '2001-04-01 04:59:00' },
      { example_id: '[1]', prediction_time: '2001-04-01 05:00:00' },
      // Summer time began at 02:00.
      { example_id: '[2]', prediction_time: '2001-04-01 07:30:00' },
    ]);
  });

  it('names examples by keys of several types', async () => {
    await write(
      { key: ['origin', 'departed_at', 'good', 'day', 'row'] },
      `SELECT *, true AS good, DATE '2001-05-01' AS day FROM (${FLIGHTS})`,
    );
    expect((await rows('example_id'))[0].example_id).toBe(
      '["JFK","2001-04-01T00:00:00.000000Z",true,"2001-05-01",1]',
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
      'flights has no row from 2011-01-01T00:00:00.000Z until before 2012-01-01T00:00:00.000Z: there are no examples.',
    ],
    [
      { prediction_time: 'left_at' },
      'flights.left_at is to be the time of the prediction, a TIMESTAMP in UTC; found no such column',
    ],
    [{ prediction_time: 'delay' }, 'found INTEGER'],
    [
      { key: ['origin'] },
      'flights: 1 rows have a origin that another row has, or none, such as ["JFK"].',
    ],
    [{ key: ['flight'] }, 'the examples have no column flight'],
    [
      { where: { surface: 'home' } },
      'flights has no column surface, by which examples are chosen.',
    ],
  ])('refuses %j', async (changes, message) => {
    await expect(write(changes)).rejects.toThrow(message);
  });

  it.each([
    [
      'a column that examples get',
      `SELECT *, 1 AS example_id FROM (${FLIGHTS})`,
      'flights has a column example_id',
    ],
    [
      'a row without a time',
      `SELECT * REPLACE (nullif(departed_at, TIMESTAMP '2001-03-31 23:59') AS departed_at) FROM (${FLIGHTS})`,
      'flights: 1 rows have no departed_at',
    ],
  ])('refuses a base with %s', async (_, base, message) => {
    await expect(write({}, base)).rejects.toThrow(message);
  });
});
