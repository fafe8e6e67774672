import fc from 'fast-check';
import { completionsAt } from './completionsAt';

const facets = {
  metrics: ['test.calibrated.auc', 'my metric'],
  params: ['num_trees'],
};

/** Choices at the bar, `|`, in a text. */
function choices(marked: string): readonly string[] {
  const at = marked.indexOf('|');
  const text = marked.replace('|', '');
  return completionsAt(text, at, facets).options.map(option => option.text);
}

describe('completions of an expression', () => {
  it.each([
    [
      '|',
      [
        'metrics.test.calibrated.auc',
        'metrics.`my metric`',
        'params.num_trees',
        'not',
        '(',
      ],
    ],
    ['par|', ['params.num_trees']],
    ['AUC|', ['metrics.test.calibrated.auc']],
    ['(not num|', ['params.num_trees']],
    [
      'metrics.auc |',
      ['>', '>=', '<', '<=', '=', '!=', 'is missing', 'is present'],
    ],
    ['metrics.auc >|', ['>', '>=']],
    ['metrics.auc is |', ['missing', 'present']],
    ['metrics.auc > |', []],
    ['metrics.auc > 0.7 |', ['and', 'or']],
    ['(metrics.auc > 0.7 |', ['and', 'or', ')']],
    ['metrics.auc > 0.7 and p|', ['params.num_trees']],
    ['metrics.auc is missing o|', ['or']],
  ])('after %s', (marked, expected) => {
    expect(choices(marked)).toEqual(expected);
  });

  it('replaces the whole word that the position is in', () => {
    expect(completionsAt('metrics.a > 1 and par.x < 2', 21, facets)).toEqual({
      from: 18,
      to: 23,
      options: [{ text: 'params.num_trees', is: 'parameter' }],
    });
  });

  it('answers at every position of every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, n) => {
        const position = n % (text.length + 1);
        const { from, to } = completionsAt(text, position, facets);
        expect(from).toBeLessThanOrEqual(position);
        expect(to).toBeGreaterThanOrEqual(position);
      }),
    );
  });
});
