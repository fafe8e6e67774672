import type { ColumnChunk, ColumnMetaData, SchemaElement } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { MOST_ROWS } from '../tableLimits';
import { PreviewRefusal, type ReadBytes } from './meteredReader';
import type { Beginning, FilePiece } from './parquetProcess';

/** Room for a page's header, which may hold the smallest and largest of its values. */
const HEADER = 65_536;
/** Of a page: a file says how many it has, and could say anything. */
const MOST_VALUES = 4_000_000;
/** Of all columns: pages without a row could be millions. */
const MOST_PAGES = 20_000;

export interface ReadPages {
  /** With columns as short as what was read of them. */
  readonly beginning: Beginning;
  readonly pieces: readonly FilePiece[];
}

/**
 * Reads the pages in which the first rows of some columns lie. What the pages say of
 * themselves is looked at first: a decoder takes it for true.
 *
 * @throws PreviewRefusal where they lie outside the file, or would be too much
 */
export async function readFirstPages(
  read: ReadBytes,
  fileBytes: number,
  beginning: Beginning,
  columns: readonly string[],
): Promise<ReadPages> {
  const wanted = new Set(columns);
  const topLevel = new Map(
    beginning.schema.slice(1).map(element => [element.name, element]),
  );
  const pieces: FilePiece[] = [];
  let pages = 0;
  const countPage = () => {
    pages += 1;
    if (pages <= MOST_PAGES) return;
    throw new PreviewRefusal('its first rows lie in too many pages');
  };
  const shorten = async (chunk: ColumnChunk): Promise<ColumnChunk> => {
    const { meta_data: column } = chunk;
    const name = column?.path_in_schema.at(0);
    if (!column || name === undefined || !wanted.has(name)) return chunk;
    const span = spanOf(column, fileBytes);
    const isFlat = isFlatColumn(column, topLevel.get(name));
    const values = isFlat ? MOST_ROWS : Infinity;
    const bytes = await pagesOf(read, span, values, countPage);
    pieces.push({ from: span.from, bytes });
    const size = BigInt(bytes.length);
    return { ...chunk, meta_data: { ...column, total_compressed_size: size } };
  };
  const groups: Beginning['row_groups'] = [];
  for (const group of beginning.row_groups) {
    const chunks: ColumnChunk[] = [];
    for (const chunk of group.columns) chunks.push(await shorten(chunk));
    groups.push({ ...group, columns: chunks });
  }
  return { beginning: { ...beginning, row_groups: groups }, pieces };
}

interface Span {
  readonly from: number;
  readonly bytes: number;
}

function spanOf(column: ColumnMetaData, fileBytes: number): Span {
  const from = Number(column.dictionary_page_offset || column.data_page_offset);
  const bytes = Number(column.total_compressed_size);
  if (!(from >= 0 && bytes >= 0 && from + bytes <= fileBytes)) {
    throw new PreviewRefusal('a column would lie outside the file');
  }
  return { from, bytes };
}

/** One value a row, so that rows can be counted by values. */
function isFlatColumn(column: ColumnMetaData, element?: SchemaElement) {
  return (
    column.path_in_schema.length === 1 &&
    element?.repetition_type !== 'REPEATED'
  );
}

/** The pages from the first on until so many values are in them. */
async function pagesOf(
  read: ReadBytes,
  span: Span,
  values: number,
  countPage: () => void,
): Promise<Buffer> {
  let bytes = await read(
    span.from,
    values === Infinity ? span.bytes : Math.min(span.bytes, HEADER),
  );
  const need = async (length: number) => {
    const missing = Math.min(length, span.bytes) - bytes.length;
    if (missing <= 0) return;
    // At least as much as there is: else every small page would copy all before it.
    const most = Math.min(
      Math.max(missing, bytes.length),
      span.bytes - bytes.length,
    );
    const more = await read(span.from + bytes.length, most);
    bytes = Buffer.concat([bytes, more]);
  };
  let at = 0;
  let seen = 0;
  // What is left of less than two bytes is no page, as the decoder sees it.
  while (seen < values && at < span.bytes - 1) {
    await need(at + HEADER);
    countPage();
    const page = pageAt(bytes, at);
    seen += page.values;
    at = page.end;
    await need(at);
  }
  if (at > bytes.length) {
    throw new PreviewRefusal('a page would end outside its column');
  }
  return bytes.subarray(0, at);
}

function pageAt(bytes: Buffer, offset: number) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const reader = { view, offset };
  const header = headerOf(reader);
  const { dictionary_page_header: dictionary } = header;
  const data = header.data_page_header ?? header.data_page_header_v2;
  const values = (data ?? dictionary)?.num_values ?? 0;
  const size = header.compressed_page_size;
  if (!(values >= 0 && values <= MOST_VALUES && size >= 0)) {
    throw new PreviewRefusal(
      `one of its pages says that it has ${values} rows`,
    );
  }
  // Its lengths add up from value to value, so that a few bytes can ask for any room.
  if (data?.encoding === 'DELTA_BYTE_ARRAY') {
    throw new PreviewRefusal('the encoding DELTA_BYTE_ARRAY is not shown');
  }
  return { values: data ? values : 0, end: reader.offset + size };
}

function headerOf(reader: { view: DataView; offset: number }) {
  try {
    return parquetHeader(reader);
  } catch {
    throw new PreviewRefusal('the header of a page cannot be read');
  }
}
