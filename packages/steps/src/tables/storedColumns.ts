import { identifier } from '../duckdb/session';

/**
 * A column as the tables of steps keep it: instants in UTC without a zone, whole
 * numbers as BIGINT, texts as VARCHAR. What Parquet would silently turn into
 * something else, such as a HUGEINT into a fraction, cannot slip through.
 */
export function storedColumn(name: string, type: string): string {
  const column = identifier(name);
  switch (type) {
    case 'HUGEINT':
    case 'UHUGEINT':
    case 'UBIGINT':
      return `${column}::BIGINT AS ${column}`;
    case 'TIMESTAMP WITH TIME ZONE':
      return `${utc(column)} AS ${column}`;
    case 'TIMESTAMP_S':
    case 'TIMESTAMP_MS':
      return `${column}::TIMESTAMP AS ${column}`;
    default:
      return type.startsWith('ENUM')
        ? `${column}::VARCHAR AS ${column}`
        : column;
  }
}

/** By arithmetic: a calendar, which has to be asked for each row, is some 100 times slower. */
function utc(column: string): string {
  return `if(isfinite(${column}), make_timestamp(epoch_us(${column})), ${column}::VARCHAR::TIMESTAMP)`;
}
