import { evaluate, type WindowRows } from './evaluate';
import { evaluationDocument } from './evaluationDocument';

const rows: WindowRows = {
  labels: Uint8Array.of(0, 1, 0, 1),
  raw: Float64Array.of(0.1, 0.4, 0.6, 0.9),
  calibrated: Float64Array.of(0.2, 0.3, 0.5, 0.8),
  segments: {
    size: {
      names: ['large', 'small', 'none'],
      codes: Uint8Array.of(0, 0, 1, 1),
    },
  },
};

const measured = (window: WindowRows) =>
  evaluate({
    metrics: ['auc'],
    primary: 'brier',
    labels: { late_v1: { validation: window, test: window } },
  });

describe('evaluate', () => {
  it('measures raw and calibrated scores, overall and by group, in the order of groups', () => {
    const { test } = evaluationDocument.parse(measured(rows)).labels.late_v1;
    expect(test.raw.overall).toMatchObject({
      rows: 4,
      positives: 2,
      metrics: { auc: 0.75 },
      reliability: expect.any(Array),
    });
    expect(
      test.calibrated?.segments.size.map(({ group, rows: n, metrics }) => [
        group,
        n,
        metrics.auc,
      ]),
    ).toEqual([
      ['large', 2, 1],
      ['small', 2, 1],
      ['none', 0, null],
    ]);
  });

  it('measures the primary metric also where nobody asked for it', () => {
    const { metrics, labels } = measured(rows);
    expect(metrics).toEqual(['auc', 'brier']);
    expect(labels.late_v1.test.raw.overall.metrics.brier).not.toBeNull();
  });

  it('has no calibrated scores where there are none', () => {
    const { calibrated, ...raw } = rows;
    expect(calibrated).toBeDefined();
    expect(measured(raw).labels.late_v1.test).not.toHaveProperty('calibrated');
  });

  it.each([
    ['a row too few', Uint8Array.of(0, 0, 1), /has 3 rows: expected 4/],
    ['a group that is none', Uint8Array.of(0, 0, 1, 3), /group 3/],
    ['a row of no group', Int32Array.of(0, 0, 1, -1), /group -1/],
  ])('refuses a segment with %s', (_, codes, message) => {
    expect(() =>
      measured({
        ...rows,
        segments: { size: { names: ['a', 'b', 'c'], codes } },
      }),
    ).toThrow(message);
  });
});
