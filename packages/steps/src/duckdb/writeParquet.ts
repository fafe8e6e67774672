import { identifier, literal, type Session } from './session';

/**
 * Every option of the writer that changes bytes, written out, so that a new
 * default of the engine cannot.
 */
const OPTIONS = [
  'FORMAT parquet',
  'COMPRESSION zstd',
  'COMPRESSION_LEVEL 3',
  'ROW_GROUP_SIZE 122880',
  'PARQUET_VERSION v1',
  'DICTIONARY_SIZE_LIMIT 12288',
  'STRING_DICTIONARY_PAGE_SIZE_LIMIT 1048576',
  'WRITE_BLOOM_FILTER false',
  'PER_THREAD_OUTPUT false',
  'PRESERVE_ORDER true',
].join(', ');

export interface RowOrder {
  /**
   * Columns that together are unique: with ties the bytes would depend on the
   * number of threads. They need not be among the selected ones when the query
   * is a plain SELECT.
   */
  readonly orderBy: readonly [string, ...string[]];
  /** Keep these columns only, in this order; all where it is absent. */
  readonly columns?: readonly string[];
}

/**
 * The one way in which steps write tables: equal rows give equal bytes, at any
 * number of threads and whether or not the sort spills.
 *
 * @param select - a query of ours; text of a user reaches it only through
 *   identifier() and literal()
 */
export async function writeParquet(
  session: Session,
  select: string,
  file: string,
  { orderBy, columns }: RowOrder,
): Promise<void> {
  const kept = columns ? columns.map(identifier).join(', ') : '*';
  const order = orderBy.map(column => `${identifier(column)} NULLS FIRST`);
  await session.run(
    `COPY (SELECT ${kept} FROM (${select}) ORDER BY ${order.join(', ')})
       TO ${literal(file)} (${OPTIONS})`,
  );
}
