import type { Preview } from '@trainyard/backstage-plugin-ml-training-common';
import { textOf, unfinished } from '../../logs/utf8Pieces';
import { parseCsv } from './parseCsv';
import type { PreviewSource } from './previewSource';
import { MOST_COLUMNS, MOST_ROWS, shortText } from './tableLimits';

/** The first rows must lie within. */
const READ = 1 << 20;

/** The first rows of a table whose first line names its columns. */
export async function csvPreview({
  path,
  bytes,
  read,
}: PreviewSource): Promise<Preview> {
  const head = await read(0, READ);
  const isWhole = head.length === bytes;
  const text = textOf(head.subarray(0, head.length - unfinished(head)));
  const parsed = parseCsv(text.replace(/^\ufeff/, ''), {
    delimiter: /\.tsv$/i.test(path) ? '\t' : ',',
    isWhole,
    most: MOST_ROWS + 1,
  });
  if ('problem' in parsed) return { kind: 'none', because: parsed.problem };
  const [names = [], ...rows] = parsed.rows;
  return {
    kind: 'table',
    columns: names
      .slice(0, MOST_COLUMNS)
      .map(name => ({ name: shortText(name), type: 'text' })),
    rows: rows.map(row => row.slice(0, MOST_COLUMNS).map(shortText)),
    totalRows: parsed.isAll ? rows.length : null,
  };
}
