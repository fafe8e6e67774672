import type { LogMatches } from '@trainyard/backstage-plugin-ml-training-common';
import { textOf, Utf8Pieces } from './utf8Pieces';

const MOST_MATCHES = 200;
const LONGEST_TEXT = 500;
/** How much of a long line is shown before what was found in it. */
const LEAD = 100;
const NEWLINE = 0x0a;

/**
 * Lines that contain a text, whatever its case: the first 200. A line is shown by
 * its beginning, or, where the text lies further in, by what is around it. Holds one
 * portion of bytes, however long a line is.
 *
 * @returns `offset` is the line's first byte
 */
export async function searchLines(
  log: AsyncIterable<Uint8Array>,
  text: string,
): Promise<LogMatches> {
  const matches: LogMatches['matches'] = [];
  const needle = text.toLowerCase();
  let line = new SearchedLine(needle, 0, 1);
  /** @returns whether there are more than can be told */
  const close = (): boolean => {
    if (!line.isFound) return false;
    if (matches.length === MOST_MATCHES) return true;
    matches.push(line.match());
    return false;
  };
  const pieces = new Utf8Pieces(0);
  for await (const portion of log) {
    for (const { offset, bytes } of pieces.push(portion)) {
      let begin = 0;
      for (;;) {
        const end = bytes.indexOf(NEWLINE, begin);
        if (end < 0) break;
        line.append(textOf(bytes.subarray(begin, end)));
        if (close()) return { matches, more: true };
        begin = end + 1;
        line = new SearchedLine(needle, offset + begin, line.number + 1);
      }
      line.append(textOf(bytes.subarray(begin)));
    }
  }
  return { more: close(), matches };
}

class SearchedLine {
  isFound = false;
  /** What will be shown if the line is found, or goes on to be. */
  #shown = '';
  /** The end of what was seen: the text may begin in it. */
  #tail = '';
  #length = 0;

  constructor(
    private readonly needle: string,
    private readonly offset: number,
    readonly number: number,
  ) {}

  append(text: string): void {
    if (text === '') return;
    const isHead = this.#length < LONGEST_TEXT;
    this.#length += text.length;
    if (isHead || this.isFound) {
      this.#shown += text.slice(0, LONGEST_TEXT - this.#shown.length);
    }
    if (this.isFound) return;
    const seen = this.#tail + text;
    const at = seen.toLowerCase().indexOf(this.needle);
    if (at < 0) {
      // Lower case may be longer than what it is the lower case of, hence twice.
      this.#tail = seen.slice(-Math.max(2 * this.needle.length, LEAD));
      return;
    }
    this.isFound = true;
    const place = this.#length - seen.length + at;
    if (place + this.needle.length > LONGEST_TEXT) {
      const begin = Math.max(at - LEAD, 0);
      this.#shown = `…${seen.slice(begin, begin + LONGEST_TEXT - 1)}`;
    }
  }

  match(): LogMatches['matches'][number] {
    const text = this.#shown.replace(/\r$/, '');
    return { offset: this.offset, line: this.number, text };
  }
}
