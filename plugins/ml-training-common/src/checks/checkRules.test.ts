import fc from 'fast-check';
import { checksVerdict } from './checkRules';
import type { Check, CheckResult } from './check';
import { judge, type Measurement } from './judge';
import { checkOf } from './parseCheck';

const check = checkOf('row_count(train) >= 500');
const passed = judge(check, {
  ...{ observed: 500, checked: 500, failed: 0 },
  sample: [],
});

describe('checksVerdict', () => {
  it('passes when every required check was seen to pass', () => {
    expect(checksVerdict([check], [passed])).toEqual({ verdict: 'passed' });
  });

  it.each([
    ['fail', 'failed'],
    ['warn', 'failed'],
    ['error', 'could not be computed'],
    ['skipped', 'was not run'],
  ] as const)('blocks on a critical check with status %s', (status, reason) => {
    expect(checksVerdict([check], [{ ...passed, status }])).toEqual({
      verdict: 'blocked',
      because: [{ id: check.id, reason, message: passed.message }],
    });
  });

  it('blocks when evidence for a required check was removed', () => {
    expect(checksVerdict([check], [])).toEqual({
      verdict: 'blocked',
      because: [
        {
          id: 'row_count(train)',
          reason: 'is missing',
          message: 'There is no result; expected at least 500.',
        },
      ],
    });
  });

  it('takes no result that was judged against another expectation', () => {
    const lenient = judge(checkOf('row_count(train) > 0'), {
      ...{ observed: 1, checked: 1, failed: 0 },
      sample: [],
    });
    expect(checksVerdict([check], [lenient])).toMatchObject({
      because: [{ reason: 'is missing' }],
    });
  });

  it.each([499, null])('takes no pass of %s, which is not enough', observed => {
    expect(checksVerdict([check], [{ ...passed, observed }])).toMatchObject({
      because: [{ reason: 'failed' }],
    });
  });

  it('blocks when one of two results for a check failed', () => {
    expect(
      checksVerdict([check], [passed, { ...passed, status: 'fail' }]).verdict,
    ).toBe('blocked');
  });

  it('lets a failed warning through', () => {
    const warning = checkOf({
      check: 'row_count(train) >= 500',
      severity: 'warning',
    });
    expect(
      checksVerdict(
        [warning],
        [{ ...passed, severity: 'warning', status: 'warn' }],
      ),
    ).toEqual({ verdict: 'passed' });
  });

  it('never passes because evidence was taken away', () => {
    const checks: readonly Check[] = [
      check,
      checkOf('null_rate(a) < 15%'),
      checkOf('duplicates(example_id)'),
      checkOf({ check: 'null_rate(b) < 15%', severity: 'warning' }),
    ];
    const measurement: fc.Arbitrary<Measurement> = fc.oneof(
      fc.constant('skipped' as const),
      fc.constant({ error: 'It broke.' }),
      fc.record({
        observed: fc.constantFrom(0, 0.5, 700, null),
        checked: fc.constantFrom(0, 700),
        failed: fc.constant(0),
        sample: fc.constant([]),
      }),
    );
    const results = fc
      .tuple(...checks.map(() => measurement))
      .map(measured =>
        measured.map((one, i): CheckResult => judge(checks[i], one)),
      );
    fc.assert(
      fc.property(results, fc.nat(3), (all, taken) => {
        fc.pre(checksVerdict(checks, all).verdict === 'blocked');
        const left = all.filter((_, i) => i !== taken);
        expect(checksVerdict(checks, left).verdict).toBe('blocked');
      }),
    );
  });
});
