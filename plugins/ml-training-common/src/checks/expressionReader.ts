import { fractionOf } from './bounds';
import type { Bounds } from './check';

/** Why a text is not an expression; the reader of documents adds file and line. */
export interface ExpressionProblem {
  readonly found: string;
  readonly expected: string;
  readonly advice: string;
  /** 0-based, in the text. */
  readonly at?: number;
}

/** Thrown inside a parser and caught at its door: a grammar reads best without unions at each word. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';

  constructor(readonly problem: ExpressionProblem) {
    super(
      `expected ${problem.expected}, found ${problem.found}. ${problem.advice}`,
    );
  }
}

export type TokenKind = 'name' | 'number' | 'sign' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** Without quotes. */
  readonly text: string;
  readonly at: number;
}

const TOKEN =
  /\s*(?:"((?:[^"\\]|\\["\\])*)"|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\w.])|(>=|<=|==|[<>=(),.%])|([^\s"<>=(),.%]+))/uy;

/**
 * Reads the words of checks and gates: names, numbers and signs. A name that has
 * spaces or signs in it stands in double quotes.
 */
export class ExpressionReader {
  private readonly tokens: readonly Token[];
  private next = 0;

  constructor(readonly text: string) {
    this.tokens = tokensOf(text);
  }

  peek(): Token {
    return this.tokens[Math.min(this.next, this.tokens.length - 1)];
  }

  take(): Token {
    const token = this.peek();
    this.next++;
    return token;
  }

  /** Takes the sign or word if it is the next; a quoted `"("` is a name and no sign. */
  takeIf(text: string): boolean {
    const token = this.peek();
    const kind = /^\w/.test(text) ? 'name' : 'sign';
    if (token.kind !== kind || token.text !== text) return false;
    this.next++;
    return true;
  }

  /** @throws ExpressionError where something else comes next */
  expect(text: string, advice: string): void {
    if (!this.takeIf(text)) this.fail(`"${text}"`, advice);
  }

  /** @throws ExpressionError where no name comes next */
  name(expected: string, advice: string): Token {
    const token = this.peek();
    if (token.kind !== 'name' || token.text === '') this.fail(expected, advice);
    return this.take();
  }

  /** @throws ExpressionError always */
  fail(expected: string, advice: string, token: Token = this.peek()): never {
    throw new ExpressionError({
      found: token.kind === 'end' ? 'the end' : `"${token.text}"`,
      expected,
      advice,
      at: token.at,
    });
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const start = at + text.slice(at).search(/\S/);
    if (!match) {
      throw new ExpressionError({
        found: `a quote that does not end: ${text.slice(start)}`,
        expected: 'a closing "',
        advice:
          'Write names with spaces in double quotes, such as "my column".',
        at: start,
      });
    }
    const [whole, quoted, number, sign, name] = match;
    if (number !== undefined) {
      tokens.push({ kind: 'number', text: number, at: start });
    } else if (sign !== undefined) {
      tokens.push({ kind: 'sign', text: sign, at: start });
    } else {
      tokens.push({
        kind: 'name',
        text: name ?? quoted.replace(/\\(.)/g, '$1'),
        at: start,
      });
    }
    at += whole.length;
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }];
}

/** As the reader reads a name back. */
export function nameText(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name)
    ? name
    : `"${name.replace(/["\\]/g, '\\$&')}"`;
}

const OPERATORS: Readonly<Record<string, (value: number) => Bounds>> = {
  '>=': value => ({ at_least: value }),
  '>': value => ({ above: value }),
  '<=': value => ({ at_most: value }),
  '<': value => ({ below: value }),
  '=': value => ({ at_least: value, at_most: value }),
  '==': value => ({ at_least: value, at_most: value }),
};

const COMPARE_ADVICE =
  'Write >=, >, <=, < or = and a number, or "between 1 and 2".';

/**
 * `>= 1`, `> 0 and <= 1`, `between 1 and 2`, up to the end of the text. Both ends
 * of between belong.
 *
 * @throws ExpressionError
 */
export function readBounds(reader: ExpressionReader): Bounds {
  const start = reader.peek();
  const bounds = reader.takeIf('between')
    ? readBetween(reader)
    : readComparisons(reader);
  if (reader.peek().kind !== 'end') {
    reader.fail('the end', 'One expectation a line is read.');
  }
  if (isEmpty(bounds)) {
    reader.fail(
      'bounds that a number can meet',
      'Write the lower bound first.',
      start,
    );
  }
  return bounds;
}

function readBetween(reader: ExpressionReader): Bounds {
  const advice = 'Write "between 1 and 2"; both ends belong.';
  const low = readNumber(reader, advice);
  reader.expect('and', advice);
  return { at_least: low, at_most: readNumber(reader, advice) };
}

function readComparisons(reader: ExpressionReader): Bounds {
  const first = readComparison(reader);
  if (!reader.takeIf('and')) return first;
  const at = reader.peek();
  const second = readComparison(reader);
  if (isLower(first) === isLower(second) || isExact(first) || isExact(second)) {
    reader.fail(
      'one lower and one upper bound',
      'Write, for example, "> 0 and <= 1".',
      at,
    );
  }
  return isLower(first) ? { ...first, ...second } : { ...second, ...first };
}

function readComparison(reader: ExpressionReader): Bounds {
  const operator = reader.peek();
  const compare =
    operator.kind === 'sign' && Object.hasOwn(OPERATORS, operator.text)
      ? OPERATORS[operator.text]
      : undefined;
  if (!compare) return reader.fail('a comparison', COMPARE_ADVICE);
  reader.take();
  return compare(readNumber(reader, COMPARE_ADVICE));
}

function readNumber(reader: ExpressionReader, advice: string): number {
  const token = reader.peek();
  const value = Number(token.text);
  if (token.kind !== 'number' || !Number.isFinite(value)) {
    reader.fail('a number', advice);
  }
  reader.take();
  // A minus zero would not be found again in canonical JSON.
  return (reader.takeIf('%') ? fractionOf(value) : value) + 0;
}

function isLower(bounds: Bounds): boolean {
  return bounds.at_least !== undefined || bounds.above !== undefined;
}

function isExact(bounds: Bounds): boolean {
  return bounds.at_least !== undefined && bounds.at_most !== undefined;
}

function isEmpty(bounds: Bounds): boolean {
  const { at_least: atLeast, above, at_most: atMost, below } = bounds;
  const low = Math.max(atLeast ?? -Infinity, above ?? -Infinity);
  const high = Math.min(atMost ?? Infinity, below ?? Infinity);
  const open = above !== undefined || below !== undefined;
  return low > high || (low === high && open);
}
