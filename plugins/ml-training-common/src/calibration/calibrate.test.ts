import { calibrate } from './calibrate';
import { calibrationDocument } from './calibrationDocument';

const good = {
  scores: Float64Array.of(0.1, 0.4, 0.6, 0.9),
  labels: Uint8Array.of(0, 1, 0, 1),
};

describe('calibrate', () => {
  it('fits a curve for each label and says on what', () => {
    const outcome = calibrate({ late_v1: good, lost_v1: good });
    if (outcome.outcome !== 'calibrated') throw new Error(outcome.because);
    const document = calibrationDocument.parse(outcome.document);
    expect(Object.keys(document.labels)).toEqual(['late_v1', 'lost_v1']);
    expect(document.labels.late_v1.fitted_on).toEqual({
      split: 'validation',
      rows: 4,
      positives: 2,
    });
  });

  it('names the label that cannot be calibrated', () => {
    expect(
      calibrate({
        late_v1: good,
        lost_v1: { scores: Float64Array.of(0.5), labels: Uint8Array.of(0) },
      }),
    ).toEqual({
      outcome: 'impossible',
      label: 'lost_v1',
      because: '0 of 1 rows have label 1: expected both 0 and 1',
    });
  });
});
