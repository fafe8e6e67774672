import { sampleEvidence } from '../report/testing/sampleEvidence';
import type { EvaluationDocument } from '../evidence/evaluationDocument';
import type { GatesDocument } from '../evidence/gatesDocument';
import { gateCountsOf, headlineOf } from './headlineOf';

const { evaluation, gates } = sampleEvidence('auc >= 0.99') as {
  evaluation: EvaluationDocument;
  gates: GatesDocument;
};

describe('headlineOf', () => {
  it('is the primary metric of calibrated scores on the test', () => {
    const { test } = evaluation.labels.late_v1;
    expect(headlineOf(evaluation)).toEqual({
      metric: 'test.calibrated.brier',
      value: test.calibrated?.overall.metrics.brier,
      better: 'lower',
      change: null,
    });
  });

  it('is of raw scores where there are no calibrated ones', () => {
    const { validation, test } = evaluation.labels.late_v1;
    const raw = {
      ...evaluation,
      labels: { late_v1: { validation, test: { raw: test.raw } } },
    };
    expect(headlineOf(raw)?.metric).toBe('test.raw.brier');
  });

  it('names the label where there are several', () => {
    const { late_v1: label } = evaluation.labels;
    const several = { ...evaluation, labels: { z_v1: label, a_v1: label } };
    expect(headlineOf(several)?.metric).toBe('test.calibrated.brier(a_v1)');
  });

  it('is nothing where the metric is not defined', () => {
    expect(headlineOf({ ...evaluation, primary: 'base_rate' })).toBeNull();
  });
});

describe('gateCountsOf', () => {
  it('counts a warning neither as passed nor as blocked', () => {
    const results = gates.results.map(result => ({
      ...result,
      ...(result.gate === 'ece' && { status: 'warn' as const }),
    }));
    expect(gateCountsOf({ ...gates, results }, gates.verdict)).toEqual({
      passed: 3,
      blocked: 1,
      total: 5,
    });
  });

  it('counts a gate without a result as blocked', () => {
    const results = gates.results.filter(({ gate }) => gate !== 'size');
    expect(
      gateCountsOf(
        { ...gates, results },
        {
          verdict: 'blocked',
          because: [
            {
              id: 'size',
              reason: 'is missing',
              message: 'There is no result.',
            },
          ],
        },
      ).blocked,
    ).toBe(1);
  });
});
