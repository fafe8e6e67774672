import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Session } from '../duckdb/session';
import { tableOfDoubles } from './tableOfDoubles';

describe('tableOfDoubles', () => {
  let folder: string;
  let session: Session;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'doubles-'));
    session = await Session.open({ threads: 2, scratch: folder });
  });
  afterAll(async () => {
    session.close();
    await rm(folder, { recursive: true });
  });

  const roundTrip = async (columns: readonly Float64Array[]) => {
    const table = await tableOfDoubles(join(folder, 'numbers.csv'), columns);
    const names = columns.map((_, index) => `value_${index}`);
    const read = await session.columnDoubles(
      `SELECT ${names.join(', ')} FROM ${table} ORDER BY row`,
    );
    return names.map(name => read[name]);
  };

  it('keeps every bit of every probability', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.float64Array({
          min: 0,
          max: 1,
          noNaN: true,
          minLength: 1,
          maxLength: 200,
        }),
        async numbers => {
          expect(await roundTrip([numbers, numbers.map(p => 1 - p)])).toEqual([
            numbers,
            numbers.map(p => 1 - p),
          ]);
        },
      ),
      {
        numRuns: 30,
        examples: [[Float64Array.of(5e-324, 1 - 2 ** -53, 0.1, 1e-15)]],
      },
    );
  });

  it('keeps the order of many rows', async () => {
    const numbers = Float64Array.from({ length: 50_000 }, (_, i) => i / 7);
    expect(await roundTrip([numbers])).toEqual([numbers]);
  });
});
