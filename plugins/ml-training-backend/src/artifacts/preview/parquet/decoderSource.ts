/**
 * What the process runs. As a text, since a process begins with a file that Node can
 * run, and this package is run from its sources, from its build and by tests alike.
 */
export const DECODER_SOURCE = `
const MOST_ELEMENTS = 10000;
const decoder = new TextDecoder();

const jobs = {
  async footer({ hyparquet, footer, rows }) {
    const { parquetMetadata } = await import(hyparquet);
    const { version, schema, row_groups, num_rows } = parquetMetadata(footer, {
      geoparquet: false,
    });
    let found = 0;
    const groups = row_groups.filter(group => {
      const isWanted = found < rows && group.num_rows > 0n;
      if (isWanted) found += Number(group.num_rows);
      return isWanted;
    });
    if ([schema, ...groups.map(it => it.columns)].some(it => it.length > MOST_ELEMENTS)) {
      throw new Error('it has more than 10,000 columns');
    }
    return { version, schema, row_groups: groups, num_rows };
  },

  async rows({ beginning, pieces, columns, bytes, rows, largestPage, ...modules }) {
    const { parquetRead } = await import(modules.hyparquet);
    const { compressors, decompressZstd } = await import(modules.compressors);
    const file = {
      byteLength: bytes,
      slice(start, end = bytes) {
        const part = new Uint8Array(end - start);
        for (const piece of pieces) {
          const from = Math.max(start, piece.from);
          const to = Math.min(end, piece.from + piece.bytes.length);
          if (from < to) {
            part.set(piece.bytes.subarray(from - piece.from, to - piece.from), from - start);
          }
        }
        return part.buffer;
      },
    };
    const unpack = {
      ...compressors,
      // As it comes, it takes whatever room the packed bytes ask for.
      ZSTD: (input, length) => decompressZstd(input, new Uint8Array(length)),
    };
    const bounded = Object.fromEntries(
      Object.entries(unpack).map(([codec, decompress]) => [
        codec,
        (input, length) => {
          if (length > largestPage) throw new Error('one of its pages is larger than 64 MB');
          return decompress(input, length);
        },
      ]),
    );
    const table = [];
    for (const column of columns) {
      await parquetRead({
        file,
        metadata: beginning,
        columns: [column],
        rowStart: 0,
        rowEnd: rows,
        compressors: bounded,
        geoparquet: false,
        utf8: false,
        parsers: { jsonFromBytes: text => text && decoder.decode(text) },
        onComplete: found => table.push(found.map(row => row[0])),
      });
    }
    return table;
  },
};

process.on('message', async ({ job, ...what }) => {
  try {
    process.send({ answer: await jobs[job](what) });
  } catch (error) {
    process.send({ problem: String((error && error.message) || error) });
  }
});
`;
