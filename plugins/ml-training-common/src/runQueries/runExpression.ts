import { quoted, runFieldText, type RunField } from './runField';

export const COMPARISONS = ['>', '>=', '<', '<=', '=', '!='] as const;
export type RunComparison = (typeof COMPARISONS)[number];

/**
 * Which runs are meant. A comparison with what a run does not have is false, and
 * so is one of a number with a text, except that they differ (`!=`); `not` turns
 * that around, so that every run is in exactly one of `x` and `not x`.
 */
export type RunExpression =
  | {
      readonly is: 'comparison';
      readonly field: RunField;
      readonly operator: RunComparison;
      /** Of metrics always a number. */
      readonly value: number | string;
    }
  | { readonly is: 'present' | 'missing'; readonly field: RunField }
  | { readonly is: 'not'; readonly term: RunExpression }
  /** Two terms or more. */
  | { readonly is: 'and' | 'or'; readonly terms: readonly RunExpression[] };

/** As people write it; `parseRunExpression` reads it back. */
export function runExpressionText(expression: RunExpression): string {
  switch (expression.is) {
    case 'comparison': {
      const { field, operator, value } = expression;
      const said = typeof value === 'string' ? quoted(value, "'") : value;
      return `${runFieldText(field)} ${operator} ${said}`;
    }
    case 'present':
    case 'missing':
      return `${runFieldText(expression.field)} is ${expression.is}`;
    case 'not':
      return `not ${inParentheses(expression.term)}`;
    default:
      return expression.terms.map(inParentheses).join(` ${expression.is} `);
  }
}

function inParentheses(term: RunExpression): string {
  const text = runExpressionText(term);
  return term.is === 'and' || term.is === 'or' ? `(${text})` : text;
}
