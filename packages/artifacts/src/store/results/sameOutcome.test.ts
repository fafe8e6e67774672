import { sameOutcome } from './sameOutcome';
import { stepResultOf } from '../../testing/documents';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
const C = 'c'.repeat(64);

describe('sameOutcome', () => {
  it('compares rows where both results know them', () => {
    const one = stepResultOf({ outputs: { t: A }, logical: { t: C } });
    expect(
      sameOutcome(one, stepResultOf({ outputs: { t: B }, logical: { t: C } })),
    ).toBe(true);
    expect(
      sameOutcome(one, stepResultOf({ outputs: { t: A }, logical: { t: B } })),
    ).toBe(false);
  });

  it('compares bytes where one of them does not', () => {
    const one = stepResultOf({ outputs: { t: A }, logical: { t: C } });
    expect(sameOutcome(one, stepResultOf({ outputs: { t: A } }))).toBe(true);
    expect(sameOutcome(one, stepResultOf({ outputs: { t: B } }))).toBe(false);
  });

  it('tells results with other outputs or verdicts apart', () => {
    const one = stepResultOf({ outputs: { t: A } });
    expect(sameOutcome(one, stepResultOf({ outputs: {} }))).toBe(false);
    expect(sameOutcome(stepResultOf({ outputs: {} }), one)).toBe(false);
    expect(
      sameOutcome(one, stepResultOf({ outputs: { t: A }, verdict: 'blocked' })),
    ).toBe(false);
  });

  it('does not look at metrics or at who made it', () => {
    expect(
      sameOutcome(
        stepResultOf({ metrics: [{ name: 'seconds', value: 1 }] }),
        stepResultOf({
          metrics: [{ name: 'seconds', value: 2 }],
          made_by: { run: 'other', attempt: 2, step: 's', try: 1 },
        }),
      ),
    ).toBe(true);
  });
});
