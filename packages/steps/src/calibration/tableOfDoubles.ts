import { open } from 'node:fs/promises';
import { literal } from '../duckdb/session';

const ROWS_A_WRITE = 1 << 14;

/**
 * Brings columns of numbers into the engine, as a file that it reads: `row`,
 * counted from 0, and `value_0`, `value_1`, … Nothing is rounded: ECMAScript
 * writes the shortest text of a double that reads back as the same double.
 *
 * @param file - to be written, in the scratch folder of a step
 * @returns a relation of SQL, good as long as the file is there
 */
export async function tableOfDoubles(
  file: string,
  columns: readonly Float64Array[],
): Promise<string> {
  const rows = columns[0]?.length ?? 0;
  const handle = await open(file, 'w');
  try {
    for (let from = 0; from < rows; from += ROWS_A_WRITE) {
      const lines: string[] = [];
      for (
        let row = from;
        row < Math.min(from + ROWS_A_WRITE, rows);
        row += 1
      ) {
        lines.push([row, ...columns.map(column => column[row])].join(','));
      }
      await handle.write(`${lines.join('\n')}\n`);
    }
  } finally {
    await handle.close();
  }
  const types = columns.map((_, index) => `, value_${index}: 'DOUBLE'`);
  return `read_csv(${literal(file)}, header = false, auto_detect = false, columns = {row: 'BIGINT'${types.join('')}})`;
}
