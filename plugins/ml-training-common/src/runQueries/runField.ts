import { nearest } from '../problems/nearest';

/** Something that runs have, each its own: a metric or a parameter. */
export interface RunField {
  readonly of: 'metrics' | 'params';
  /** Exactly as it was recorded; dots are a part of it: `test.calibrated.auc`. */
  readonly name: string;
}

const GROUPS = ['metrics', 'params'] as const;

/** What a name may consist of without backticks around it. */
const BARE = /^[^\s"'`()<>=!,]+$/;

/** `metrics.auc`, or with backticks where the name asks for them: metrics.`my metric`. */
export function runFieldText({ of, name }: RunField): string {
  return `${of}.${BARE.test(name) ? name : quoted(name, '`')}`;
}

/**
 * Reads `metrics.<name>` or `params.<name>`, as sorts and columns are asked for:
 * the name is what follows, with or without backticks.
 */
export function parseRunField(text: string): RunField | undefined {
  const of = GROUPS.find(group => text.startsWith(`${group}.`));
  if (!of) return undefined;
  const rest = text.slice(of.length + 1);
  const [whole, inside] = /^`((?:[^`\\]|\\.)+)`$/su.exec(rest) ?? [];
  const name = whole === undefined ? rest : unquoted(inside);
  return name === '' ? undefined : { of, name };
}

/** The advice for a word that begins no field. */
export function fieldAdvice(found: string): string {
  const [group, ...name] = found.split('.');
  const meant = nearest(group, GROUPS);
  const rest = name.join('.');
  return meant && rest !== ''
    ? `Did you mean ${meant}.${rest}?`
    : 'Write metrics.auc or params.num_trees, for example.';
}

export function quoted(text: string, quote: '`' | "'"): string {
  return `${quote}${text.replace(/[\\`']/g, sign => (sign === '\\' || sign === quote ? `\\${sign}` : sign))}${quote}`;
}

/** What stood between quotes. */
export function unquoted(inside: string): string {
  return inside.replace(/\\(.)/gsu, '$1');
}
