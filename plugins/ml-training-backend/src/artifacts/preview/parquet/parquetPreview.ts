import { ArtifactError, StoreError } from '@trainyard/artifacts';
import type { Preview } from '@trainyard/backstage-plugin-ml-training-common';
import type { SchemaElement } from 'hyparquet';
import { parquetSchema } from 'hyparquet';
import type { PreviewSource } from '../previewSource';
import { MOST_COLUMNS, MOST_ROWS, shortText } from '../tableLimits';
import { cellOf } from './cellOf';
import { inTurns } from './inTurns';
import { meteredReader, PreviewRefusal } from './meteredReader';
import { ParquetProcess, type Beginning } from './parquetProcess';
import { readFirstPages, type ReadPages } from './readFirstPages';
import { isReadRaw, typeName } from './types';

const MAGIC = 'PAR1';
/** The length of the footer and the magic after it. */
const TAIL = 8;
const LARGEST_FOOTER = 16 * 1024 * 1024;
/** Of the columns, whatever the size of the file. */
const MOST_BYTES = 64 * 1024 * 1024;

export function isParquet(head: Buffer): boolean {
  return head.toString('latin1', 0, MAGIC.length) === MAGIC;
}

/**
 * The first rows of a Parquet file. Reads its footer and the pages in which they
 * lie, however large the file; a file made to do harm costs a process, not the
 * service.
 */
export function parquetPreview(source: PreviewSource): Promise<Preview> {
  return turn(() => preview(source));
}

/** Each costs a process: many readers must not become as many. */
const turn = inTurns(2);

async function preview(source: PreviewSource): Promise<Preview> {
  const decoder = new ParquetProcess();
  try {
    return await readTable(source, decoder);
  } catch (error) {
    // Faults of the store are not the file's; whatever else happens, the file provoked.
    if (error instanceof ArtifactError || error instanceof StoreError) {
      throw error;
    }
    const because =
      error instanceof PreviewRefusal ? error.message : 'it is damaged';
    return {
      kind: 'none',
      because: `This Parquet file cannot be shown: ${shortText(because)}.`,
    };
  } finally {
    await decoder.close();
  }
}

async function readTable(
  source: PreviewSource,
  decoder: ParquetProcess,
): Promise<Preview> {
  const beginning = await decoder.readFooter(await footerOf(source), MOST_ROWS);
  const columns = columnsOf(beginning);
  const names = columns.map(({ name }) => name);
  const pages = await readFirstPages(
    meteredReader(source, MOST_BYTES),
    source.bytes,
    beginning,
    names,
  );
  const values = await decoder.readRows({
    beginning: readRaw(pages, columns),
    pieces: pages.pieces,
    columns: names,
    bytes: source.bytes,
    rows: MOST_ROWS,
  });
  const rows = Math.max(0, ...values.map(column => column.length));
  const total = Number(beginning.num_rows);
  return {
    kind: 'table',
    columns: columns.map(column => ({
      name: shortText(column.name),
      type: typeName(column),
    })),
    rows: Array.from({ length: rows }, (_, row) =>
      columns.map((column, i) => cellOf(values[i].at(row), column)),
    ),
    totalRows: Number.isSafeInteger(total) && total >= 0 ? total : null,
  };
}

async function footerOf({ bytes, read }: PreviewSource): Promise<Buffer> {
  const tail = await read(Math.max(bytes - TAIL, 0), TAIL);
  if (tail.length < TAIL || tail.toString('latin1', 4) !== MAGIC) {
    throw new PreviewRefusal('it does not end as one; it may be cut off');
  }
  const length = tail.readUInt32LE(0);
  if (length > LARGEST_FOOTER) {
    throw new PreviewRefusal('its footer is larger than 16 MB');
  }
  if (length + TAIL > bytes) {
    throw new PreviewRefusal('its footer would begin before the file');
  }
  return read(bytes - length - TAIL, length + TAIL);
}

/** @throws PreviewRefusal where the schema is no tree */
function columnsOf(beginning: Beginning): SchemaElement[] {
  try {
    const { children } = parquetSchema(beginning);
    return children.slice(0, MOST_COLUMNS).map(({ element }) => element);
  } catch {
    throw new PreviewRefusal('its schema cannot be read');
  }
}

/** The schema as it is decoded: without meanings that cells are given here. */
function readRaw(
  { beginning }: ReadPages,
  columns: readonly SchemaElement[],
): Beginning {
  const raw = new Set(columns.filter(isReadRaw));
  return {
    ...beginning,
    schema: beginning.schema.map(element =>
      raw.has(element)
        ? { ...element, converted_type: undefined, logical_type: undefined }
        : element,
    ),
  };
}
