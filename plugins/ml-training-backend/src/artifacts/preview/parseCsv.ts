export interface CsvOptions {
  readonly delimiter: ',' | '\t';
  /** Whether the text is all of the file: else its last row may be half of one. */
  readonly isWhole: boolean;
  /** Rows; what follows is not looked at. */
  readonly most: number;
}

export type ParsedCsv =
  | {
      readonly rows: readonly (readonly string[])[];
      /** Whether there are no more. */
      readonly isAll: boolean;
    }
  | { readonly problem: string };

/**
 * Rows of comma-separated values as RFC 4180 has them: a field may be quoted, a
 * quote in it is doubled, and it may hold line breaks. Every row has as many fields
 * as the first.
 */
export function parseCsv(
  text: string,
  { delimiter, isWhole, most }: CsvOptions,
): ParsedCsv {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const problem = (what: string) => ({
    problem: `This is no table that can be read: row ${rows.length + 1} ${what}.`,
  });
  while (at < text.length && rows.length < most) {
    const field = readField(text, at, delimiter);
    if (field === 'open') {
      // The quote may be closed in what was not read.
      if (!isWhole && rows.length > 0) return { rows, isAll: false };
      return problem('has a quoted field that does not end');
    }
    if (field === 'torn') {
      return problem('has text behind the closing quote of a field');
    }
    row.push(field.text);
    at = field.end;
    if (text[at] === delimiter) {
      at += 1;
      if (at < text.length) continue;
      row.push('');
    }
    const isCutOff = at >= text.length && !isWhole;
    if (isCutOff && rows.length > 0) return { rows, isAll: false };
    if (isCutOff) return problem('is longer than 1 MB');
    const width = rows.at(0)?.length ?? row.length;
    const isBlank = row.length === 1 && row[0] === '' && width > 1;
    if (row.length !== width && !isBlank) {
      return problem(`has ${row.length} fields where the first has ${width}`);
    }
    if (!isBlank) rows.push(row);
    row = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  return { rows, isAll: isWhole && at >= text.length };
}

/** @returns `open` where a quote is not closed, `torn` where something follows it */
function readField(
  text: string,
  from: number,
  delimiter: string,
): { readonly text: string; readonly end: number } | 'open' | 'torn' {
  if (text[from] !== '"') {
    const end = endOfField(text, from, delimiter);
    return { text: text.slice(from, end), end };
  }
  let at = from + 1;
  for (;;) {
    at = text.indexOf('"', at);
    if (at < 0) return 'open';
    if (text[at + 1] !== '"') break;
    at += 2;
  }
  const end = at + 1;
  if (endOfField(text, end, delimiter) !== end) return 'torn';
  return { text: text.slice(from + 1, at).replaceAll('""', '"'), end };
}

/** Where the delimiter, a line break or the end of the text is. */
function endOfField(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length) {
    const char = text[at];
    if (char === delimiter || char === '\n') return at;
    if (char === '\r' && text[at + 1] === '\n') return at;
    at += 1;
  }
  return at;
}
