import type { RunFacets } from '../api/runs';
import { expressionTokens, type ExpressionToken } from './expressionTokens';
import { COMPARISONS } from './runExpression';
import { runFieldText } from './runField';

/** What may stand at a place, and which part of the text a choice replaces. */
export interface Completions {
  /** 0-based; `to` is the first character after. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
}

export interface Completion {
  readonly text: string;
  readonly is: 'metric' | 'parameter' | 'comparison' | 'word';
}

const MOST = 50;
const NONE: readonly Completion[] = [];

/**
 * What an expression can go on with at a position, from what runs have. The word
 * in which the position lies is replaced as a whole. Empty where a value belongs.
 */
export function completionsAt(
  text: string,
  position: number,
  facets: Pick<RunFacets, 'metrics' | 'params'>,
): Completions {
  const tokens = expressionTokens(text).filter(({ kind }) => kind !== 'end');
  const touched = tokens.find(token => {
    const end = token.at + token.text.length;
    return token.kind === 'word' || token.kind === 'comparison'
      ? token.at < position && position <= end
      : token.at < position && position < end;
  });
  const before = tokens.filter(({ at, text: { length } }) =>
    touched ? at < touched.at : at + length <= position,
  );
  const from = touched?.at ?? position;
  const to = touched ? touched.at + touched.text.length : position;
  const written = text.slice(from, position).toLowerCase();
  return {
    from,
    to,
    options: best(choicesAfter(before, facets), written),
  };
}

/** Walks the words as the grammar does, but for parentheses, which it only counts. */
function choicesAfter(
  tokens: readonly ExpressionToken[],
  facets: Pick<RunFacets, 'metrics' | 'params'>,
): readonly Completion[] {
  let open = 0;
  let expects: 'operand' | 'comparison' | 'presence' | 'value' | 'joint' =
    'operand';
  for (const { kind, text } of tokens) {
    const word = kind === 'word' ? text.toLowerCase() : kind;
    if (expects === 'operand') {
      if (kind === 'open') open++;
      else if (word !== 'not') expects = 'comparison';
    } else if (expects === 'comparison') {
      expects = word === 'is' ? 'presence' : 'value';
    } else if (expects === 'joint') {
      if (kind === 'close') open--;
      else expects = 'operand';
    } else {
      expects = 'joint';
    }
  }
  switch (expects) {
    case 'operand':
      return [...fieldsOf(facets), ...words('not', '(')];
    case 'comparison':
      return [
        ...COMPARISONS.map(sign => ({ text: sign, is: 'comparison' as const })),
        ...words('is missing', 'is present'),
      ];
    case 'presence':
      return words('missing', 'present');
    case 'joint':
      return words('and', 'or', ...(open > 0 ? [')'] : []));
    default:
      return NONE;
  }
}

function fieldsOf({
  metrics,
  params,
}: Pick<RunFacets, 'metrics' | 'params'>): readonly Completion[] {
  return [
    ...metrics.map(name => ({
      text: runFieldText({ of: 'metrics', name }),
      is: 'metric' as const,
    })),
    ...params.map(name => ({
      text: runFieldText({ of: 'params', name }),
      is: 'parameter' as const,
    })),
  ];
}

function words(...texts: readonly string[]): readonly Completion[] {
  return texts.map(text => ({ text, is: 'word' }));
}

/** Those that begin as written come before those that only contain it. */
function best(
  choices: readonly Completion[],
  written: string,
): readonly Completion[] {
  const place = ({ text }: Completion) => text.toLowerCase().indexOf(written);
  const found = choices.filter(choice => place(choice) >= 0);
  return [
    ...found.filter(choice => place(choice) === 0),
    ...found.filter(choice => place(choice) > 0),
  ].slice(0, MOST);
}
