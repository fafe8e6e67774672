import type { EvaluationDocument } from '../evidence/evaluationDocument';
import { EVALUATOR } from '../metrics/evaluator';
import type { Scores } from '../metrics/scoresOf';
import { gateResult } from './gateResult';
import { judgeGates } from './judgeGates';
import { gateOf, rawGateOf } from './parseGate';

const scores = (auc: number | null, rows = 1000): Scores => ({
  rows,
  positives: Math.floor(rows / 5),
  metrics: { auc },
});

const GROUPS = [
  { group: 'large', ...scores(0.79) },
  { group: 'small', ...scores(0.71) },
];

const windows = (auc: number, groups = GROUPS) => {
  const measured = { overall: scores(auc), segments: { size: groups } };
  return { raw: measured, calibrated: measured };
};

const evaluationOf = (auc: number, groups = GROUPS): EvaluationDocument => ({
  schema_version: 1,
  evaluator: EVALUATOR,
  primary: 'auc',
  metrics: ['auc'],
  labels: {
    late_v1: {
      validation: windows(auc + 0.1, groups),
      test: windows(auc, groups),
    },
  },
});

const judgeOne = (text: string, evaluation?: EvaluationDocument) => {
  const [, result] = judgeGates([gateOf(text)], {
    evaluation,
    checks: { verdict: 'passed' },
  });
  return gateResult.parse(result);
};

describe('judgeGates', () => {
  it('lets a metric through that is good enough, and says what was measured', () => {
    expect(judgeOne('auc >= 0.74', evaluationOf(0.7673451))).toEqual({
      gate: 'auc',
      severity: 'critical',
      status: 'pass',
      measured: 0.7673451,
      expected: 'at least 0.74',
      group: null,
      rows: 1000,
      message: 'Measured 0.7673 (1000 rows); expected at least 0.74.',
    });
  });

  it('speaks of the test unless the gate says otherwise', () => {
    expect(judgeOne('auc >= 0.8', evaluationOf(0.75)).status).toBe('fail');
    expect(judgeOne('validation.auc >= 0.8', evaluationOf(0.75)).status).toBe(
      'pass',
    );
  });

  it('names the worst group of a segment', () => {
    expect(
      judgeOne('segment(size).auc >= 0.72', evaluationOf(0.8)),
    ).toMatchObject({ status: 'fail', group: 'small', measured: 0.71 });
    expect(
      judgeOne('segment(size).auc >= 0.5', evaluationOf(0.8)),
    ).toMatchObject({ status: 'pass', group: 'small' });
    expect(
      judgeOne('segment(size).auc <= 0.9', evaluationOf(0.8)),
    ).toMatchObject({ status: 'pass', group: 'large' });
  });

  it('does not round a metric onto the good side of its limit', () => {
    expect(judgeOne('auc >= 0.74', evaluationOf(0.7399999)).message).toBe(
      'Measured 0.7399999 (1000 rows); expected at least 0.74.',
    );
  });

  it.each([
    ['no evaluation', 'auc >= 0.1', undefined, 'skipped', /no evaluation/],
    [
      'a metric that is not defined',
      'segment(size).auc >= 0.1',
      evaluationOf(0.8, [...GROUPS, { group: 'none', ...scores(null) }]),
      'error',
      /auc is not defined for the 1000 rows in group none/,
    ],
    [
      'a metric that was not measured',
      'brier <= 1',
      evaluationOf(0.8),
      'error',
      /brier is not defined/,
    ],
    [
      'too few rows',
      'segment(size).auc >= 0.1',
      evaluationOf(0.8, [...GROUPS, { group: 'tiny', ...scores(1, 29) }]),
      'error',
      /29 rows in group tiny are too few/,
    ],
    [
      'a segment that was not measured',
      'segment(age).auc >= 0.1',
      evaluationOf(0.8),
      'error',
      /no segment age/,
    ],
    [
      'a segment without groups',
      'segment(size).auc >= 0.1',
      evaluationOf(0.8, []),
      'error',
      /no groups/,
    ],
    [
      'another label',
      'auc(lost_v1) >= 0.1',
      evaluationOf(0.8),
      'error',
      /no label lost_v1/,
    ],
    [
      'a name that every object has',
      'segment(constructor).auc >= 0.1',
      evaluationOf(0.8),
      'error',
      /no segment constructor/,
    ],
  ] as const)(
    'lets nothing through with %s',
    (_, text, evaluation, status, message) => {
      const result = judgeOne(text, evaluation);
      expect(result.status).toBe(status);
      expect(result.message).toMatch(message);
      expect(result.measured).toBeNull();
    },
  );

  it('tells of a group that fails before one that nobody could judge', () => {
    const groups = [...GROUPS, { group: 'tiny', ...scores(1, 3) }];
    expect(
      judgeOne('segment(size).auc >= 0.75', evaluationOf(0.8, groups)),
    ).toMatchObject({ status: 'fail', group: 'small' });
  });

  it('does not judge raw scores where calibrated ones are missing', () => {
    const evaluation = evaluationOf(0.8);
    const { raw } = evaluation.labels.late_v1.test;
    const uncalibrated = {
      ...evaluation,
      labels: { late_v1: { validation: { raw }, test: { raw } } },
    };
    expect(judgeOne('auc >= 0.1', uncalibrated)).toMatchObject({
      status: 'error',
      message: 'The evaluation has no calibrated scores.',
    });
    const [, result] = judgeGates([rawGateOf('auc >= 0.1')], {
      evaluation: uncalibrated,
    });
    expect(result.status).toBe('pass');
  });

  it('asks which label is meant where there are two', () => {
    const one = evaluationOf(0.8);
    const two = {
      ...one,
      labels: { ...one.labels, lost_v1: one.labels.late_v1 },
    };
    expect(judgeOne('auc >= 0.1', two)).toMatchObject({
      status: 'error',
      message: expect.stringContaining('late_v1, lost_v1'),
    });
    expect(judgeOne('auc(lost_v1) >= 0.1', two).status).toBe('pass');
  });

  it('measures size in megabytes of 1,000,000 bytes', () => {
    const size = gateOf({ gate: 'size', artifact_mb: 20 });
    const judged = (modelBytes?: number) =>
      judgeGates([size], { modelBytes })[1];
    expect(judged(20_000_000).status).toBe('pass');
    expect(judged(20_000_001)).toMatchObject({
      status: 'fail',
      message: 'Measured 20.000001 MB; expected at most 20 MB.',
    });
    expect(judged().status).toBe('skipped');
  });

  it('warns where a warning does not hold', () => {
    const gate = gateOf({ gate: 'auc >= 0.9', severity: 'warning' });
    const [, result] = judgeGates([gate], { evaluation: evaluationOf(0.8) });
    expect(result.status).toBe('warn');
  });

  it('always asks whether the dataset passed its checks', () => {
    const blocker = {
      ...{ id: 'schema', reason: 'failed' as const },
      message: 'It is bad.',
    };
    expect(judgeGates([], {})[0].status).toBe('skipped');
    expect(judgeGates([], { checks: { verdict: 'passed' } })[0].status).toBe(
      'pass',
    );
    expect(
      judgeGates([], { checks: { verdict: 'blocked', because: [blocker] } })[0],
    ).toMatchObject({ status: 'fail', message: 'schema failed: It is bad.' });
  });
});
