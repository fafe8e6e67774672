import { types } from 'node:util';
import type { SchemaElement } from 'hyparquet';
import { shortText } from '../tableLimits';
import { isDecimal, scaleOf, typeName } from './types';

export type Cell = string | number | boolean | null;

/** A value of a column as a page can show it: nothing is rounded, nothing too long. */
export function cellOf(value: unknown, element: SchemaElement): Cell {
  if (value === null || value === undefined) return null;
  if (isDecimal(element)) return decimalText(value, scaleOf(element));
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : String(value);
  }
  if (typeof value === 'bigint') return wholeNumber(value);
  if (types.isDate(value)) {
    return timeText(value).slice(0, typeName(element) === 'date' ? 10 : 24);
  }
  if (typeof value === 'string') return shortText(value);
  if (types.isUint8Array(value)) return bytesText(value);
  return shortText(JSON.stringify(shown(value, 0)) ?? '');
}

function wholeNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : shortText(String(value));
}

function timeText(value: Date): string {
  return Number.isNaN(value.getTime()) ? 'out of range' : value.toISOString();
}

/** Exactly as it is stored: a whole number and where its point is. */
function decimalText(value: unknown, scale: number): string {
  const digits = unscaled(value);
  if (digits === undefined || !(scale >= 0 && scale <= 76)) return 'unreadable';
  const negative = digits < 0n;
  const text = String(negative ? -digits : digits).padStart(scale + 1, '0');
  const point = text.length - scale;
  const whole = `${negative ? '-' : ''}${text.slice(0, point)}`;
  return shortText(scale > 0 ? `${whole}.${text.slice(point)}` : whole);
}

const LONGEST_DECIMAL = 64;

function unscaled(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isInteger(value)) {
    return BigInt(value);
  }
  if (!types.isUint8Array(value) || value.length > LONGEST_DECIMAL) {
    return undefined;
  }
  const hex = Buffer.from(value).toString('hex');
  return hex === '' ? 0n : BigInt.asIntN(value.length * 8, BigInt(`0x${hex}`));
}

const SHOWN_BYTES = 64;
const PRINTABLE = /^[\P{Cc}\t\n\r]*$/u;

/** Text where it is one: many writers do not say so. */
function bytesText(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 2048));
  const text = head.toString('utf8');
  if (!text.includes('\ufffd') && PRINTABLE.test(text)) return shortText(text);
  const hex = head.toString('hex', 0, SHOWN_BYTES);
  return bytes.length > SHOWN_BYTES
    ? `0x${hex}… (${bytes.length} bytes)`
    : `0x${hex}`;
}

const DEEPEST = 8;
const MOST_ITEMS = 50;

/** A list or struct as JSON can say it, as far as a cell has room for it. */
function shown(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) return '…';
  if (Array.isArray(value)) {
    return value.slice(0, MOST_ITEMS).map(item => shown(item, depth + 1));
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return String(value);
  }
  if (typeof value === 'bigint') return wholeNumber(value);
  if (typeof value === 'string') return shortText(value);
  if (types.isUint8Array(value)) return bytesText(value);
  if (types.isDate(value)) return timeText(value);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).slice(0, MOST_ITEMS);
  return Object.fromEntries(
    fields.map(([name, field]) => [name, shown(field, depth + 1)]),
  );
}
