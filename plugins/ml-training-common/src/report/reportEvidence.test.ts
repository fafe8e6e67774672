import { outcomeOf } from './reportEvidence';
import {
  sampleBlockedEvidence,
  sampleEvidence,
} from './testing/sampleEvidence';

describe('outcomeOf', () => {
  const good = sampleEvidence();

  it('is a candidate where checks and gates passed', () => {
    expect(outcomeOf(good)).toEqual({ outcome: 'candidate' });
  });

  it('is blocked by gates, or before training by checks', () => {
    expect(outcomeOf(sampleEvidence('auc >= 0.9'))).toMatchObject({
      outcome: 'blocked by gates',
      because: [{ id: 'auc' }],
    });
    expect(outcomeOf(sampleBlockedEvidence())).toMatchObject({
      outcome: 'blocked before training',
      because: [
        { id: 'null_rate(origin_late_share_3h)' },
        { id: 'future_feature' },
      ],
    });
  });

  it.each(['checks', 'gates'] as const)('is not decided without %s', name => {
    expect(outcomeOf({ ...good, [name]: undefined }).outcome).toBe(
      'not decided',
    );
  });

  it('is not decided by rules that nobody knows', () => {
    const { gates } = good;
    if (!gates) throw new Error('no sample');
    expect(
      outcomeOf({ ...good, gates: { ...gates, rules: { version: '0' } } }),
    ).toMatchObject({ outcome: 'not decided' });
  });

  it('believes no stated verdict', () => {
    const { gates } = sampleEvidence('auc >= 0.9');
    if (!gates) throw new Error('no sample');
    expect(
      outcomeOf({
        ...good,
        gates: { ...gates, verdict: { verdict: 'passed' } },
      }).outcome,
    ).toBe('blocked by gates');
    const { checks } = sampleBlockedEvidence();
    expect(outcomeOf({ ...good, checks }).outcome).toBe('blocked by gates');
  });
});
