import { checkResult } from './check';
import { judge, SAMPLE_SIZE, type Measurement } from './judge';
import { checkOf } from './parseCheck';

const seen = (
  observed: number | null,
  checked: number,
  failed = 0,
): Measurement => ({ observed, checked, failed, sample: [] });

describe('judge', () => {
  it.each([
    ['row_count(train) >= 500', seen(500, 500), 'pass'],
    ['row_count(train) >= 500', seen(499, 499), 'fail'],
    ['row_count(train) > 0', seen(0, 0), 'fail'],
    ['null_rate(a) < 15%', seen(0.15, 20, 3), 'fail'],
    ['null_rate(a) < 15%', seen(0.1, 20, 2), 'pass'],
    ['label_rate(a) between 5% and 40%', seen(0.4, 10, 4), 'pass'],
    ['label_rate(a) between 5% and 40%', seen(0.5, 10, 5), 'fail'],
    ['range(a) between 0 and 5', seen(0, 10, 0), 'pass'],
    // One value outside; "1" itself would lie between 0 and 5.
    ['range(a) between 0 and 5', seen(1, 10, 1), 'fail'],
    ['duplicates(a)', seen(0, 10), 'pass'],
    ['duplicates(a)', seen(1, 10, 1), 'fail'],
    ['future_feature', seen(0, 0), 'pass'],
    ['null_rate(a) < 15%', seen(0, 0), 'error'],
    ['range(a) > 0', seen(0, 0), 'error'],
    ['label_rate(a) > 5%', seen(null, 10), 'error'],
    ['row_count > 0', seen(NaN, 10), 'fail'],
    ['schema', { error: 'The table is gone.' }, 'error'],
    ['schema', 'skipped', 'skipped'],
  ] as const)('%s, having seen %j: %s', (text, measurement, status) => {
    expect(judge(checkOf(text), measurement).status).toBe(status);
  });

  it('warns where a warning does not hold', () => {
    const check = checkOf({ check: 'row_count > 5', severity: 'warning' });
    expect(judge(check, seen(5, 5)).status).toBe('warn');
  });

  it('says what was measured against what was expected', () => {
    expect(
      judge(checkOf('null_rate(a) < 15%'), {
        observed: 0.182,
        checked: 500,
        failed: 91,
        sample: ['[7]'],
      }),
    ).toEqual({
      check: 'null_rate(a)',
      severity: 'critical',
      status: 'fail',
      observed: 0.182,
      expected: 'below 15%',
      checked: 500,
      failed: 91,
      sample: ['[7]'],
      message: '18.2% of 500 rows; expected below 15%.',
    });
    expect(
      judge(checkOf('range(a) between 0 and 5'), seen(2, 9, 2)).message,
    ).toBe('2 of 9 values lie outside; expected every value between 0 and 5.');
  });

  it('does not round a number onto the good side of its limit', () => {
    expect(
      judge(checkOf('null_rate(a) <= 15%'), seen(0.1500001, 1e7)).message,
    ).toMatch(/^15.00001% of/);
  });

  it('keeps a sample that a document can hold', () => {
    const sample = Array.from({ length: 50 }, (_, i) => `[${i}]`);
    const result = judge(checkOf('schema'), {
      ...{ observed: 50, checked: 50, failed: 50 },
      sample,
    });
    expect(checkResult.parse(result).sample).toEqual(
      sample.slice(0, SAMPLE_SIZE),
    );
  });
});
