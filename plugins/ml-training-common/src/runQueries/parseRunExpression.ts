import { expressionTokens, type ExpressionToken } from './expressionTokens';
import {
  COMPARISONS,
  type RunComparison,
  type RunExpression,
} from './runExpression';
import { fieldAdvice, parseRunField, type RunField } from './runField';

/** Why a text is no expression, so that a page can point at the place. */
export interface RunExpressionProblem {
  readonly text: string;
  /** Where in the text the mistake begins; 0-based. */
  readonly at: number;
  readonly expected: string;
  readonly found: string;
  readonly advice: string;
}

export type ParsedRunExpression =
  | { readonly expression: RunExpression }
  | { readonly problem: RunExpressionProblem };

/** More cannot be answered in the time that a list may take. */
export const MOST_FIELDS = 10;
const MOST_COMPARISONS = 40;
const DEEPEST = 20;
const LONGEST = 2000;

/** How people write what else is called one of COMPARISONS. */
const SPELLINGS: Readonly<Record<string, RunComparison>> = {
  ...Object.fromEntries(COMPARISONS.map(sign => [sign, sign])),
  '==': '=',
  '<>': '!=',
};

const COMPARISON_ADVICE = `Write one of ${COMPARISONS.join(' ')}, "is present" or "is missing".`;

/**
 * Reads `metrics.auc > 0.7 and params.num_trees >= 400`: comparisons of metrics and
 * parameters, `is missing`, `is present`, joined by `and`, `or`, `not` and
 * parentheses; `and` binds closer than `or`.
 */
export function parseRunExpression(text: string): ParsedRunExpression {
  try {
    return { expression: new Reader(text).read() };
  } catch (error) {
    if (error instanceof Mistake) return { problem: error.problem };
    throw error;
  }
}

/** Fields that an expression speaks of, each once. */
export function fieldsOfExpression(
  expression: RunExpression,
): readonly RunField[] {
  switch (expression.is) {
    case 'comparison':
    case 'present':
    case 'missing':
      return [expression.field];
    case 'not':
      return fieldsOfExpression(expression.term);
    default: {
      const fields = expression.terms.flatMap(fieldsOfExpression);
      return fields.filter(
        (field, i) =>
          fields.findIndex(
            ({ of, name }) => of === field.of && name === field.name,
          ) === i,
      );
    }
  }
}

/** Thrown inside the reader and caught at its door. */
class Mistake extends Error {
  constructor(readonly problem: RunExpressionProblem) {
    super(problem.expected);
  }
}

class Reader {
  private readonly tokens: readonly ExpressionToken[];
  private readonly fields = new Set<string>();
  private next = 0;
  private depth = 0;
  private comparisons = 0;

  constructor(private readonly text: string) {
    if (text.length > LONGEST) {
      this.tokens = [];
      this.fail(
        `at most ${LONGEST} characters`,
        'Say less, or filter by state, pipeline and owner beside it.',
        { kind: 'end', text: '', inside: '', at: LONGEST },
        `${text.length} characters`,
      );
    }
    this.tokens = expressionTokens(text);
  }

  read(): RunExpression {
    const expression = this.joined('or');
    if (this.peek().kind !== 'end') {
      this.fail(
        '"and", "or" or the end',
        'Join comparisons with and, or, and parentheses.',
      );
    }
    return expression;
  }

  private joined(word: 'or' | 'and'): RunExpression {
    const term = () => (word === 'or' ? this.joined('and') : this.operand());
    const terms = [term()];
    while (this.takeWord(word)) terms.push(term());
    return terms.length === 1 ? terms[0] : { is: word, terms };
  }

  private operand(): RunExpression {
    const token = this.peek();
    if (this.takeWord('not')) {
      return { is: 'not', term: this.deeper(token, () => this.operand()) };
    }
    if (token.kind !== 'open') return this.statement();
    this.next++;
    const inside = this.deeper(token, () => this.joined('or'));
    if (this.peek().kind !== 'close') {
      this.fail('")"', 'Each "(" needs its ")".');
    }
    this.next++;
    return inside;
  }

  private deeper(token: ExpressionToken, read: () => RunExpression) {
    this.depth++;
    if (this.depth > DEEPEST) {
      this.fail(
        `at most ${DEEPEST} levels of parentheses and "not"`,
        'Say it with fewer of them.',
        token,
      );
    }
    const expression = read();
    this.depth--;
    return expression;
  }

  private statement(): RunExpression {
    const start = this.peek();
    const field = this.field();
    this.count(field, start);
    if (this.takeWord('is')) {
      for (const is of ['missing', 'present'] as const) {
        if (this.takeWord(is)) return { is, field };
      }
      this.fail('"missing" or "present"', 'Write "is missing".');
    }
    const sign = this.peek();
    const operator =
      sign.kind === 'comparison' ? SPELLINGS[sign.text] : undefined;
    if (!operator) return this.fail('a comparison', COMPARISON_ADVICE);
    this.next++;
    return { is: 'comparison', field, operator, value: this.value(field) };
  }

  private field(): RunField {
    const token = this.peek();
    const field = token.kind === 'word' ? parseRunField(token.text) : undefined;
    if (!field) {
      this.fail(
        'a metric or a parameter',
        token.kind === 'unclosed'
          ? 'Close the quote, or leave it out.'
          : fieldAdvice(token.text),
      );
    }
    this.next++;
    return field;
  }

  private count(field: RunField, token: ExpressionToken) {
    this.comparisons++;
    this.fields.add(`${field.of}.${field.name}`);
    const [most, what] =
      this.fields.size > MOST_FIELDS
        ? [MOST_FIELDS, 'metrics and parameters']
        : [MOST_COMPARISONS, 'comparisons'];
    if (this.fields.size > MOST_FIELDS || this.comparisons > MOST_COMPARISONS) {
      this.fail(`at most ${most} ${what}`, 'Ask in two lists.', token);
    }
  }

  private value({ of }: RunField): number | string {
    const token = this.peek();
    if (token.kind === 'number') {
      const value = Number(token.text);
      if (!Number.isFinite(value)) {
        this.fail('a number', 'It is larger than a number can be.');
      }
      this.next++;
      // A minus zero is equal to zero, and prints as it.
      return value + 0;
    }
    if (of === 'metrics') {
      return this.fail(
        'a number',
        'Metrics are numbers, such as 0.74 or 1e-3.',
      );
    }
    if (token.kind === 'text') {
      this.next++;
      return token.inside;
    }
    return this.fail(
      'a number or a text in quotes',
      token.kind === 'word'
        ? `Write '${token.text}'.`
        : `Write 400 or 'adam', for example.`,
    );
  }

  private peek(): ExpressionToken {
    return this.tokens[Math.min(this.next, this.tokens.length - 1)];
  }

  private takeWord(word: string): boolean {
    const token = this.peek();
    const isIt = token.kind === 'word' && token.text.toLowerCase() === word;
    if (isIt) this.next++;
    return isIt;
  }

  private fail(
    expected: string,
    advice: string,
    token: ExpressionToken = this.peek(),
    found = token.kind === 'end' ? 'the end' : wordsOf(token),
  ): never {
    throw new Mistake({
      text: this.text,
      at: token.at,
      expected,
      found,
      advice,
    });
  }
}

function wordsOf({ kind, text }: ExpressionToken): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return kind === 'unclosed' ? `a quote that does not end: ${shown}` : shown;
}
