import fc from 'fast-check';
import { expressionTokens } from './expressionTokens';
import { fieldsOfExpression, parseRunExpression } from './parseRunExpression';
import {
  COMPARISONS,
  runExpressionText,
  type RunExpression,
} from './runExpression';
import { parseRunField, runFieldText, type RunField } from './runField';

const metric = (name: string): RunField => ({ of: 'metrics', name });
const param = (name: string): RunField => ({ of: 'params', name });

function read(text: string): RunExpression {
  const parsed = parseRunExpression(text);
  if ('problem' in parsed) throw new Error(JSON.stringify(parsed.problem));
  return parsed.expression;
}

function problemOf(text: string) {
  const parsed = parseRunExpression(text);
  if ('expression' in parsed) throw new Error(`${text} was read`);
  return parsed.problem;
}

const name = fc.oneof(
  fc.constantFrom('auc', 'test.calibrated.auc', 'ndcg@10', 'a b', '`', "it's"),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
);
const field = fc.record({
  of: fc.constantFrom('metrics' as const, 'params' as const),
  name,
});
const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map(value => value + 0);
const operator = fc.constantFrom(...COMPARISONS);
const leaf: fc.Arbitrary<RunExpression> = fc.oneof(
  fc.record({
    is: fc.constant('comparison' as const),
    field,
    operator,
    value: number,
  }),
  fc.record({
    is: fc.constant('comparison' as const),
    field: name.map(param),
    operator,
    value: fc.string({ unit: 'binary', maxLength: 12 }),
  }),
  fc.record({ is: fc.constantFrom('present' as const, 'missing'), field }),
);
const { expression } = fc.letrec<{ expression: RunExpression }>(tie => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({ is: fc.constant('not' as const), term: tie('expression') }),
    fc.record({
      is: fc.constantFrom('and' as const, 'or'),
      terms: fc.array(tie('expression'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

describe('an expression over runs', () => {
  it('reads comparisons of metrics and parameters, whose names have dots', () => {
    expect(
      read('metrics.test.calibrated.auc > 0.7 and params.num_trees >= 400'),
    ).toEqual({
      is: 'and',
      terms: [
        {
          is: 'comparison',
          field: metric('test.calibrated.auc'),
          operator: '>',
          value: 0.7,
        },
        {
          is: 'comparison',
          field: param('num_trees'),
          operator: '>=',
          value: 400,
        },
      ],
    });
  });

  it('lets "and" bind closer than "or", and parentheses closest', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(it => `metrics.${it} is present`);
    expect(read(`${a} or ${b} and ${c}`)).toEqual(
      read(`${a} or (${b} and ${c})`),
    );
    expect(read(`(${a} or ${b}) and ${c}`)).not.toEqual(
      read(`${a} or ${b} and ${c}`),
    );
    expect(read(`not ${a} and ${b}`)).toEqual(read(`(not ${a}) and ${b}`));
  });

  it.each([
    [`params.optimizer = 'adam'`, 'adam'],
    [`params.optimizer = "it's \\"it\\""`, `it's "it"`],
    ['params.rate = -1.5e-3', -0.0015],
    ['params.rate == .5', 0.5],
  ])('reads the value of %s', (text, value) => {
    expect(read(text)).toMatchObject({ operator: '=', value });
  });

  it('takes names with spaces in backticks, and words in any case', () => {
    expect(read('NOT metrics.`my metric` Is Missing')).toEqual({
      is: 'not',
      term: { is: 'missing', field: metric('my metric') },
    });
  });

  it('prints what it reads back as the same', () => {
    fc.assert(
      fc.property(
        expression.filter(
          it =>
            fieldsOfExpression(it).length <= 10 &&
            runExpressionText(it).length <= 2000,
        ),
        it => {
          expect(read(runExpressionText(it))).toEqual(it);
        },
      ),
    );
  });

  it('answers every text with an expression or a problem that has a place in it', () => {
    const pieces = fc.constantFrom(
      ...['metrics.auc', 'params.`a', ' ', '>', '0.7', "'x", '"y"', '(', ')'],
      ...['and', 'or', 'not', 'is', 'missing', '`', '!', '=', '\\', '\n'],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 30 }).map(parts => parts.join(' ')),
    );
    fc.assert(
      fc.property(text, it => {
        const parsed = parseRunExpression(it);
        if ('expression' in parsed) return;
        expect(parsed.problem.at).toBeGreaterThanOrEqual(0);
        expect(parsed.problem.at).toBeLessThanOrEqual(it.length);
        expect(parsed.problem.text).toBe(it);
      }),
    );
  });

  it('loses no character but white space', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const words = expressionTokens(text).map(token => token.text);
        expect(words.join('').replace(/\s/gu, '')).toBe(
          text.replace(/\s/gu, ''),
        );
      }),
    );
  });
});

describe('a mistake in an expression', () => {
  it.each([
    ['metrics.auc > ', 14, 'a number', 'the end'],
    ['metrics.auc 0.7', 12, 'a comparison', '0.7'],
    ['metrics.auc ! 0.7', 12, 'a comparison', '!'],
    [`metrics.auc = 'high'`, 14, 'a number', "'high'"],
    ['auc > 0.7', 0, 'a metric or a parameter', 'auc'],
    ['metrics. > 0.7', 0, 'a metric or a parameter', 'metrics.'],
    [
      'metrics.auc > 0.7 metrics.ece < 1',
      18,
      '"and", "or" or the end',
      'metrics.ece',
    ],
    ['(metrics.auc > 0.7', 18, '")"', 'the end'],
    ['metrics.auc is gone', 15, '"missing" or "present"', 'gone'],
    ['metrics.auc > 1e999', 14, 'a number', '1e999'],
    ['', 0, 'a metric or a parameter', 'the end'],
  ])('%j is found at %i', (text, at, expected, found) => {
    expect(problemOf(text)).toMatchObject({ text, at, expected, found });
  });

  it('says what was probably meant', () => {
    expect(problemOf('metric.auc > 1').advice).toBe(
      'Did you mean metrics.auc?',
    );
    expect(problemOf('params.optimizer = adam').advice).toBe(`Write 'adam'.`);
  });

  it('is a quote that does not end', () => {
    expect(problemOf(`params.a = 'adam`)).toMatchObject({
      at: 11,
      found: `a quote that does not end: 'adam`,
    });
  });

  it.each([
    ['too long', `metrics.a > 1 ${' '.repeat(2000)}`],
    ['too deep', `${'('.repeat(21)}metrics.a > 1${')'.repeat(21)}`],
    ['too many comparisons', Array(41).fill('metrics.a > 1').join(' and ')],
    [
      'too many fields',
      Array.from({ length: 11 }, (_, i) => `metrics.m${i} > 1`).join(' or '),
    ],
  ])('is an expression that is %s', (_, text) => {
    expect(problemOf(text).expected).toMatch(/^at most/);
  });
});

describe('a field as a sort or a column names it', () => {
  it.each([
    ['metrics.test.raw.auc', metric('test.raw.auc')],
    ['params.my param', param('my param')],
    ['params.`my param`', param('my param')],
    ['metrics.', undefined],
    ['started', undefined],
  ])('%s', (text, expected) => {
    expect(parseRunField(text)).toEqual(expected);
  });

  it('is read back from its text', () => {
    fc.assert(
      fc.property(field, it => {
        expect(parseRunField(runFieldText(it))).toEqual(it);
      }),
    );
  });
});
