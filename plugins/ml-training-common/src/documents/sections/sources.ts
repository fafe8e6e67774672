import { z } from 'zod';
import { column, entityRef, innerPath, word } from '../names';

const FORMAT_OF_ENDING: Readonly<Record<string, 'parquet' | 'csv'>> = {
  parquet: 'parquet',
  csv: 'csv',
};

export const source = z
  .strictObject({
    path: innerPath.describe(
      'A file, or a folder whose files are taken together; relative to the pipeline.',
    ),
    key: z
      .array(column)
      .min(1)
      .default(['row'])
      .describe(
        'Columns that name a row. `row` is the position in the file, counted from 0, where the file has no such column.',
      ),
    owner: entityRef
      .optional()
      .describe('Who answers for the data, as an entity of the catalog.'),
    format: z
      .enum(['parquet', 'csv'])
      .optional()
      .describe(
        'How the files are read. Known from the ending .parquet or .csv; a folder has to say it.',
      ),
    pin: z
      .enum(['copied', 'sha256'])
      .default('copied')
      .describe(
        '`copied` keeps the bytes in the store, so that a run can be repeated when the source is gone; `sha256` only notices that they changed.',
      ),
  })
  .transform(({ format, ...rest }) => {
    const known = format ?? formatOf(rest.path);
    return known === undefined ? rest : { ...rest, format: known };
  });
export type Source = z.output<typeof source> & {
  /** Absent where neither the ending of the path nor the specification tells. */
  readonly format?: 'parquet' | 'csv';
};

/** What is read, by name; the only place where names meet places. */
export const sources = z.record(
  word,
  source as z.ZodType<Source, z.input<typeof source>>,
);

/** The format that an ending tells, or undefined. */
export function formatOf(path: string): 'parquet' | 'csv' | undefined {
  return FORMAT_OF_ENDING[path.slice(path.lastIndexOf('.') + 1).toLowerCase()];
}
