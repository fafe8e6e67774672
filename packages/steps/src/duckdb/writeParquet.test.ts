import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfBytes } from '@trainyard/backstage-plugin-ml-training-common';
import { Session, literal, type SessionLimits } from './session';
import { writeParquet } from './writeParquet';

// Generous: the machine may be busy.
jest.setTimeout(60_000);

/** Two row groups and more, in an order that is not the key's. */
const ROWS = `SELECT (i * 7919) % 130000 AS id, repeat(md5(i::VARCHAR), 2) AS text, i / 7.0 AS share,
  CASE WHEN i % 5 = 0 THEN NULL ELSE i END AS sometimes FROM range(130000) t(i)`;

describe('writeParquet', () => {
  let scratch: string;

  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'trainyard-parquet-'));
  });

  afterEach(() => rm(scratch, { recursive: true }));

  async function written(threads: number, limits: Partial<SessionLimits> = {}) {
    const session = await Session.open({ threads, scratch, ...limits });
    const file = join(scratch, 'x.parquet');
    try {
      await writeParquet(session, ROWS, file, { orderBy: ['id'] });
    } finally {
      session.close();
    }
    return digestOfBytes(await readFile(file));
  }

  it('writes equal bytes at 1, 2 and 4 threads', async () => {
    const one = await written(1);
    expect(await written(2)).toBe(one);
    expect(await written(4)).toBe(one);
  });

  it('writes equal bytes when the sort spills', async () => {
    const tight = { memoryBytes: 34_000_000 };
    await expect(written(2, { ...tight, spillBytes: 0 })).rejects.toThrow(
      'Out of Memory',
    );
    expect(await written(2, tight)).toBe(await written(1));
  });

  it('orders by columns that it leaves out', async () => {
    const session = await Session.open({ threads: 2, scratch });
    const file = join(scratch, 'x.parquet');
    try {
      await writeParquet(
        session,
        `FROM (VALUES (2, 'b'), (3, 'c'), (1, 'a')) t(id, text)`,
        file,
        {
          orderBy: ['id'],
          columns: ['text'],
        },
      );
      expect(await session.rows(`FROM read_parquet(${literal(file)})`)).toEqual(
        [{ text: 'a' }, { text: 'b' }, { text: 'c' }],
      );
    } finally {
      session.close();
    }
  });
});
