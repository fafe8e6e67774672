import { CHECK_KINDS } from './check';
import { defaultChecks } from './defaultChecks';

const checks = defaultChecks({
  labels: ['late_v1', 'lost_v1'],
  features: [{ name: 'origin_late_share_3h', type: 'double' }],
});

describe('defaultChecks', () => {
  it('looks at every split, every label and every feature', () => {
    expect(checks.map(check => check.id)).toEqual([
      'row_count(train)',
      'row_count(validation)',
      'row_count(test)',
      'schema',
      'duplicates(example_id)',
      'future_feature',
      'split_order',
      'label_time(late_v1)',
      'label_maturity(late_v1)',
      'label_time(lost_v1)',
      'label_maturity(lost_v1)',
      'null_rate(origin_late_share_3h)',
    ]);
  });

  it('blocks on each kind that guards against leaks', () => {
    const guards = CHECK_KINDS.filter(kind =>
      /future|time|maturity|order/.test(kind),
    );
    for (const kind of guards) {
      const found = checks.find(check => check.check === kind);
      expect(found).toMatchObject({
        severity: 'critical',
        expect: { at_most: 0 },
      });
    }
  });

  it('says of each why it exists', () => {
    expect(checks.filter(check => !check.reason)).toEqual([]);
  });
});
