import { unquoted } from './runField';

/** `unclosed`: a quote that does not end; `stray`: a sign that means nothing here. */
export type TokenKind =
  | 'word'
  | 'number'
  | 'text'
  | 'comparison'
  | 'open'
  | 'close'
  | 'unclosed'
  | 'stray'
  | 'end';

export interface ExpressionToken {
  readonly kind: TokenKind;
  /** As it stands in the expression. */
  readonly text: string;
  /** What was between the quotes of a text. */
  readonly inside: string;
  /** 0-based. */
  readonly at: number;
}

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

const TOKEN = new RegExp(
  [
    // A name in backticks belongs to the word before it: metrics.`my metric`.
    /(?<word>[^\s"'`()<>=!,]+(?:`(?:[^`\\]|\\.)*`)?)/,
    /(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/,
    /(?<comparison>>=|<=|!=|==|<>|[<>=])/,
    /(?<open>\()/,
    /(?<close>\))/,
    /(?<unclosed>["'`].*)/,
    /(?<stray>.)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'suy',
);

/** Words of an expression with their places; never throws, and ends with `end`. */
export function expressionTokens(text: string): readonly ExpressionToken[] {
  const tokens: ExpressionToken[] = [];
  const gap = /\s*/uy;
  let at = 0;
  for (;;) {
    gap.lastIndex = at;
    at += gap.exec(text)?.[0].length ?? 0;
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    const [kind, found] =
      Object.entries(groups ?? {}).find(([, part]) => part !== undefined) ?? [];
    if (kind === undefined || found === undefined) break;
    tokens.push({
      kind: NUMBER.test(found) ? 'number' : (kind as TokenKind),
      text: found,
      inside: kind === 'text' ? unquoted(found.slice(1, -1)) : found,
      at,
    });
    at += found.length;
  }
  return [...tokens, { kind: 'end', text: '', inside: '', at: text.length }];
}
