import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preview } from '@trainyard/backstage-plugin-ml-training-common';
import { Session, writeParquet } from '@trainyard/steps';
import fc from 'fast-check';
import { thriftBytes, varInt, type Thrift } from '../../../testing/thrift';
import type { PreviewSource } from '../previewSource';
import { isParquet, parquetPreview } from './parquetPreview';

// Each test starts a process, and some fill its memory.
jest.setTimeout(60_000);

interface CountedSource extends PreviewSource {
  readBytes(): number;
}

function sourceOf(file: Buffer): CountedSource {
  let handedOut = 0;
  return {
    path: 'a.parquet',
    bytes: file.length,
    async read(from, bytes) {
      const part = file.subarray(from, from + bytes);
      handedOut += part.length;
      return part;
    },
    readBytes: () => handedOut,
  };
}

const show = async (source: PreviewSource) =>
  preview.parse(await parquetPreview(source));

async function table(file: Buffer) {
  const found = await show(sourceOf(file));
  if (found.kind !== 'table') throw new Error(JSON.stringify(found));
  return found;
}

async function refusal(file: Buffer) {
  const found = await show(sourceOf(file));
  if (found.kind !== 'none') throw new Error(JSON.stringify(found));
  return found.because;
}

describe('a Parquet file of a step', () => {
  let folder: string;
  let session: Session;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainyard-preview-'));
    session = await Session.open({ threads: 1, scratch: folder });
  });
  afterAll(async () => {
    session.close();
    await rm(folder, { recursive: true });
  });

  async function written(select: string): Promise<Buffer> {
    const file = join(folder, 'a.parquet');
    await writeParquet(session, select, file, { orderBy: ['i'] });
    const bytes = await readFile(file);
    await rm(file);
    expect(isParquet(bytes.subarray(0, 16))).toBe(true);
    return bytes;
  }

  it('is shown by its first 50 rows, and all of them counted', async () => {
    const found = await table(
      await written(`SELECT i, 'row ' || i AS words FROM range(1000) t(i)`),
    );
    expect(found.columns).toEqual([
      { name: 'i', type: 'int64' },
      { name: 'words', type: 'text' },
    ]);
    expect(found.rows).toHaveLength(50);
    expect(found.rows[49]).toEqual([49, 'row 49']);
    expect(found.totalRows).toBe(1000);
  });

  it('is shown with values of every kind', async () => {
    const select = `SELECT 1 AS i,
      9007199254740993::BIGINT AS "large",
      12345678901234567890123456.123456789012::DECIMAL(38,12) AS "exact",
      -0.05::DECIMAL(4,2) AS "small",
      1.5::DOUBLE AS "double", 'NaN'::DOUBLE AS "nan",
      true AS "flag", NULL::VARCHAR AS "nothing", 'é' AS "words",
      DATE '2026-06-01' AS "day",
      TIMESTAMP '2026-06-01 08:15:30.123' AS "at",
      '\\x00\\xFF'::BLOB AS "bytes",
      [1, 2, NULL] AS "list", {'a': 1, 'b': ['x']} AS "struct",
      MAP {'k': 7} AS "map",
      repeat('x', 1000) AS "long",
      '00000000-0000-4000-8000-000000000001'::UUID AS "id",
      INTERVAL 1 DAY AS "span"`;
    const found = await table(await written(select));
    const typed = Object.fromEntries(
      found.columns.map(({ name, type }, i) => [
        name,
        [type, found.rows[0][i]],
      ]),
    );
    expect(typed).toEqual({
      i: ['int32', 1],
      large: ['int64', '9007199254740993'],
      exact: ['decimal(38,12)', '12345678901234567890123456.123456789012'],
      small: ['decimal(4,2)', '-0.05'],
      double: ['double', 1.5],
      nan: ['double', 'NaN'],
      flag: ['boolean', true],
      nothing: ['text', null],
      words: ['text', 'é'],
      day: ['date', '2026-06-01'],
      at: ['timestamp', '2026-06-01T08:15:30.123Z'],
      bytes: ['binary', '0x00ff'],
      list: ['list', '[1,2,null]'],
      struct: ['struct', '{"a":1,"b":["x"]}'],
      map: ['map', '{"k":7}'],
      long: ['text', `${'x'.repeat(299)}…`],
      id: ['uuid', '00000000-0000-4000-8000-000000000001'],
      span: ['interval', '0x000000000100000000000000'],
    });
  });

  it('costs its footer and its first pages, not its size', async () => {
    const file = await written(
      `SELECT i, hash(i) AS h, 'words ' || hash(i + 1) AS w FROM range(400000) t(i)`,
    );
    const source = sourceOf(file);
    expect(file.length).toBeGreaterThan(6_000_000);
    await show(source);
    expect(source.readBytes()).toBeLessThan(file.length / 2);
  });

  it('may be empty', async () => {
    const found = await table(await written('SELECT 1 AS i WHERE false'));
    expect(found).toMatchObject({
      columns: [{ name: 'i', type: 'int32' }],
      rows: [],
      totalRows: 0,
    });
  });

  it('is cut at 200 columns', async () => {
    const names = Array.from({ length: 230 }, (_, i) => `${i} AS c${i}`);
    const found = await table(await written(`SELECT 1 AS i, ${names}`));
    expect(found.columns).toHaveLength(200);
    expect(found.rows[0]).toHaveLength(200);
  });

  it('says so where it was cut off', async () => {
    const file = await written('SELECT 1 AS i');
    expect(await refusal(file.subarray(0, file.length - 3))).toMatch(
      /may be cut off/,
    );
    expect(await refusal(Buffer.from('PAR1'))).toMatch(/may be cut off/);
  });

  it('brings nothing down, whichever of its bytes is bent', async () => {
    const file = await written(
      `SELECT i, 'row ' || (i % 7) AS words, [i] AS list FROM range(100) t(i)`,
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), {
          minLength: 1,
          maxLength: 6,
        }),
        async places => {
          const bent = Buffer.from(file);
          for (const [at, byte] of places) bent[at] = byte;
          expect(['table', 'none']).toContain(
            (await show(sourceOf(bent))).kind,
          );
        },
      ),
      { numRuns: 15 },
    );
  });
});

const i32 = (value: number): Thrift => ({ i32: value });
const i64 = (value: number): Thrift => ({ i64: value });

/** A Parquet file that no writer would write. */
function forged({
  page,
  values = 10,
  encoding = 0,
  optional = true,
  columnBytes,
  unpacked = page.length,
  codec = 0,
}: {
  readonly page: Buffer;
  readonly values?: number;
  readonly encoding?: number;
  readonly optional?: boolean;
  readonly columnBytes?: number;
  readonly unpacked?: number;
  readonly codec?: number;
}): Buffer {
  const header = thriftBytes({
    1: i32(0),
    2: i32(unpacked),
    3: i32(page.length),
    5: {
      struct: { 1: i32(values), 2: i32(encoding), 3: i32(3), 4: i32(3) },
    },
  });
  const size = i64(columnBytes ?? header.length + page.length);
  const column: Thrift = {
    struct: {
      1: i32(1),
      2: { list: [i32(0)] },
      3: { list: [{ text: 'a' }] },
      4: i32(codec),
      5: i64(values),
      6: size,
      7: size,
      9: i64(4),
    },
  };
  const footer = thriftBytes({
    1: i32(1),
    2: {
      list: [
        { struct: { 4: { text: 'root' }, 5: i32(1) } },
        { struct: { 1: i32(1), 3: i32(optional ? 1 : 0), 4: { text: 'a' } } },
      ],
    },
    3: i64(values),
    4: {
      list: [
        {
          struct: {
            1: { list: [{ struct: { 2: i64(4), 3: column } }] },
            2: i64(100),
            3: i64(values),
          },
        },
      ],
    },
  });
  return wrapped(Buffer.concat([header, page]), footer);
}

function wrapped(body: Buffer, footer: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  const magic = Buffer.from('PAR1');
  return Buffer.concat([magic, body, footer, length, magic]);
}

/** Levels of a page: one run, said to be so long. */
function levels(run: bigint): Buffer {
  const runs = Buffer.concat([varInt(run << 1n), Buffer.from([1])]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(runs.length);
  return Buffer.concat([length, runs]);
}

const tenNumbers = Buffer.alloc(40, 1);

describe('a Parquet file that was made to do harm', () => {
  it('is one that could be read, but for the harm', async () => {
    const page = Buffer.concat([levels(10n), tenNumbers]);
    const { rows } = await table(forged({ page }));
    expect(rows).toEqual(Array(10).fill([0x01010101]));
  });

  it.each<[string, () => Buffer, RegExp]>([
    [
      'repeats a level more often than memory holds',
      () =>
        forged({ page: Buffer.concat([levels(2_000_000_000n), tenNumbers]) }),
      /memory|Invalid array length|longer than/,
    ],
    [
      'says that a page has two billion rows',
      () => forged({ page: tenNumbers, values: 2_000_000_000 }),
      /one of its pages says that it has 2000000000 rows/,
    ],
    [
      'unpacks to more than there is room for',
      () => forged({ page: tenNumbers, unpacked: 2_000_000_000, codec: 6 }),
      /larger than 64 MB/,
    ],
    [
      'asks for the room of its values as it goes',
      () => forged({ page: tenNumbers, encoding: 7 }),
      /DELTA_BYTE_ARRAY is not shown/,
    ],
    [
      'has a column behind its end',
      () => forged({ page: tenNumbers, columnBytes: 1_000_000 }),
      /outside the file/,
    ],
    [
      'has fewer bytes than rows',
      () => forged({ page: tenNumbers, values: 1000, optional: false }),
      /cannot be shown/,
    ],
    [
      'has a footer that is larger than itself',
      () => {
        const file = wrapped(tenNumbers, Buffer.alloc(1));
        file.writeUInt32LE(1_000_000, file.length - 8);
        return file;
      },
      /before the file/,
    ],
    [
      'has a footer that is too large',
      () => {
        const file = wrapped(tenNumbers, Buffer.alloc(1));
        file.writeUInt32LE(17 * 1024 * 1024, file.length - 8);
        return file;
      },
      /larger than 16 MB/,
    ],
    [
      'has a footer of 16 million structs',
      () => {
        const count = 16_000_000;
        const structs = Buffer.concat([
          Buffer.from([0x29, 0xfc]),
          varInt(BigInt(count)),
          Buffer.alloc(count),
        ]);
        return wrapped(tenNumbers, structs);
      },
      /memory|longer than/,
    ],
    [
      'has a footer of nothing but nesting',
      () => wrapped(tenNumbers, Buffer.alloc(1_000_000, 0x1c)),
      /Maximum call stack|cannot be shown/,
    ],
    [
      'has a schema that is no tree',
      () => {
        const root: Thrift = {
          struct: { 4: { text: 'root' }, 5: i32(2_000_000_000) },
        };
        const footer = { 1: i32(1), 2: { list: [root] }, 3: i64(0) };
        const groups: Thrift = { list: [] };
        return wrapped(tenNumbers, thriftBytes({ ...footer, 4: groups }));
      },
      /schema cannot be read|cannot be shown/,
    ],
  ])('%s: it is told, and nothing falls', async (_, fileOf, because) => {
    expect(await refusal(fileOf())).toMatch(because);
  });

  it('is refused before more than 64 MB are read', async () => {
    const file = forged({
      page: tenNumbers,
      columnBytes: 900_000_000,
    });
    const source = { ...sourceOf(file), bytes: 1_000_000_000 };
    const tail = file.length;
    let read = 0;
    const large: PreviewSource = {
      ...source,
      async read(from, bytes) {
        const begin = from - (source.bytes - tail);
        // The footer lies at its end; the column is endless small pages.
        if (begin >= 0) return file.subarray(begin, begin + bytes);
        read += bytes;
        return endlessPages(from, bytes);
      },
    };
    const found = await show(large);
    expect(found).toMatchObject({
      kind: 'none',
      because: expect.stringMatching(/more than 64 MB|cannot be read/),
    });
    expect(read).toBeLessThanOrEqual(64 * 1024 * 1024);
  });
});

/** Pages without a row, one after the other from the fourth byte on. */
function endlessPages(from: number, bytes: number): Buffer {
  const empty = thriftBytes({
    1: i32(0),
    2: i32(4096),
    3: i32(4096),
    5: { struct: { 1: i32(0), 2: i32(0), 3: i32(3), 4: i32(3) } },
  });
  const page = Buffer.concat([empty, Buffer.alloc(4096)]);
  const shift = (from - 4) % page.length;
  return Buffer.alloc(bytes + shift, page).subarray(shift);
}
