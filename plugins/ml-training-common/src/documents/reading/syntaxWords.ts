import type { ErrorCode } from 'yaml';

interface Words {
  readonly found?: string;
  readonly expected: string;
  readonly advice: string;
}

/** What breaks the syntax of YAML, in words; what is not named here keeps the parser's. */
export const SYNTAX_WORDS: Partial<Record<ErrorCode, Words>> = {
  TAB_AS_INDENT: {
    found: 'a tab',
    expected: 'spaces at the start of the line',
    advice: 'Replace tabs by spaces.',
  },
  BAD_INDENT: {
    expected: 'a line indented like its neighbours',
    advice: 'Indent it like them, and close every bracket before it.',
  },
  MISSING_CHAR: {
    expected: 'nothing left open',
    advice:
      'Close the quote or bracket, or write a colon and a space after the key.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    found: 'a second key on the line',
    expected: 'one key a line',
    advice: 'Put the value in quotes, or the inner key on a line of its own.',
  },
  BAD_SCALAR_START: {
    expected: 'text',
    advice: 'Put the value in quotes.',
  },
  MULTILINE_IMPLICIT_KEY: {
    found: 'a key over several lines',
    expected: 'one key a line',
    advice:
      'Write a colon and a space after the key, or close the quote before.',
  },
  TAG_RESOLVE_FAILED: {
    expected: 'plain values',
    advice: 'Remove the tag that begins with an exclamation mark.',
  },
  RESOURCE_EXHAUSTION: {
    found: 'more than can be read',
    expected: 'a small document',
    advice: 'Make the document flatter and smaller.',
  },
};
