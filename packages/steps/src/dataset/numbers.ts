import { literal } from '../duckdb/session';

const NUMBER =
  /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;

/** Whether columns of a type of the engine hold numbers. */
export function isNumber(type: string): boolean {
  return NUMBER.test(type);
}

/** The same double in the engine, for which 0.1 alone would be a decimal. */
export function double(value: number): string {
  return `${literal(String(value))}::DOUBLE`;
}
