import type { Json } from '../../json/json';
import type { Problem } from '../../problems/problem';

export type Path = readonly (string | number)[];

/** A problem before its place is looked up. */
export interface Finding {
  /** As the document is written, misspelt keys and all. */
  readonly path: Path;
  readonly found: string;
  readonly expected: string;
  readonly advice: string;
  /** Whether the key is at fault; else its value. */
  readonly at?: 'key' | 'value';
  /** An error where it says nothing. */
  readonly severity?: Problem['severity'];
}

export type Place = Pick<Problem, 'file' | 'line' | 'column'>;

/** Where a path of a document stands. Of what is missing, the place of what should hold it. */
export type PlaceOf = (path: Path, at?: 'key' | 'value') => Place;

export function problemAt(finding: Finding, placeOf: PlaceOf): Problem {
  const { path, found, expected, advice, at, severity = 'error' } = finding;
  return { ...placeOf(path, at), path, found, expected, advice, severity };
}

/** A value in words, short enough for a line. */
export function inWords(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) {
    return value.length === 0
      ? 'an empty list'
      : `a list of ${value.length} ${value.length === 1 ? 'entry' : 'entries'}`;
  }
  if (typeof value === 'object') {
    const keys = Object.keys(value);
    if (keys.length === 0) return 'an empty map';
    const shown = keys.slice(0, 4).map(key => clipped(key));
    return `a map of ${shown.join(', ')}${keys.length > 4 ? ', …' : ''}`;
  }
  return typeof value === 'string'
    ? JSON.stringify(clipped(value))
    : String(value);
}

/** The value at a path, or undefined where there is none. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((at, key) => {
    if (typeof at !== 'object' || at === null) return undefined;
    return Object.hasOwn(at, key)
      ? (at as Record<string | number, Json>)[key]
      : undefined;
  }, value);
}

function clipped(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
