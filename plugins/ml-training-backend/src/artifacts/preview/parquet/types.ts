import type { SchemaElement } from 'hyparquet';

/** What kind of values a column holds, in the words of SQL. */
export function typeName(element: SchemaElement): string {
  const { converted_type: converted, logical_type: logical } = element;
  if (converted === 'LIST' || logical?.type === 'LIST') return 'list';
  if (converted === 'MAP' || logical?.type === 'MAP') return 'map';
  if (element.num_children) return 'struct';
  if (isDecimal(element)) {
    return `decimal(${element.precision ?? '?'},${scaleOf(element)})`;
  }
  if (logical?.type === 'INTEGER') {
    return `${logical.isSigned ? '' : 'u'}int${logical.bitWidth}`;
  }
  const known = WORDS[logical?.type ?? ''] ?? WORDS[converted ?? ''];
  return known ?? WORDS[element.type ?? ''] ?? 'unknown';
}

const WORDS: Readonly<Record<string, string | undefined>> = {
  STRING: 'text',
  UTF8: 'text',
  ENUM: 'text',
  JSON: 'json',
  UUID: 'uuid',
  DATE: 'date',
  TIME: 'time',
  TIME_MILLIS: 'time',
  TIME_MICROS: 'time',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_MILLIS: 'timestamp',
  TIMESTAMP_MICROS: 'timestamp',
  INTERVAL: 'interval',
  UINT_8: 'uint8',
  UINT_16: 'uint16',
  UINT_32: 'uint32',
  UINT_64: 'uint64',
  INT_8: 'int8',
  INT_16: 'int16',
  INT_32: 'int32',
  INT_64: 'int64',
  FLOAT16: 'float',
  BOOLEAN: 'boolean',
  INT32: 'int32',
  INT64: 'int64',
  INT96: 'timestamp',
  FLOAT: 'float',
  DOUBLE: 'double',
  BYTE_ARRAY: 'binary',
  FIXED_LEN_BYTE_ARRAY: 'binary',
};

export function isDecimal({ converted_type, logical_type }: SchemaElement) {
  return converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL';
}

/** Digits behind the point. */
export function scaleOf({ scale, logical_type }: SchemaElement): number {
  return logical_type?.type === 'DECIMAL' ? logical_type.scale : (scale ?? 0);
}

const RAW = new Set(['INTERVAL', 'BSON', 'GEOMETRY', 'GEOGRAPHY']);

/** Whether its values are shown from what is stored: the decoder would round or refuse them. */
export function isReadRaw(element: SchemaElement): boolean {
  const { converted_type: converted, logical_type: logical } = element;
  return (
    isDecimal(element) ||
    RAW.has(converted ?? '') ||
    RAW.has(logical?.type ?? '')
  );
}
