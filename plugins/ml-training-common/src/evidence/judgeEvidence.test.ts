import { sampleEvidence } from '../report/testing/sampleEvidence';
import {
  combinedVerdict,
  judgeEvidence,
  type EvidenceToJudge,
} from './judgeEvidence';

const { checks, gates, evaluation } = sampleEvidence();
const sealed: EvidenceToJudge = {
  required: { checks: checks?.required, gates: gates?.gates },
  checks,
  gates,
  evaluation,
  modelBytes: 1_482_113,
};

describe('judgeEvidence', () => {
  it('agrees with documents that nobody bent', () => {
    expect(judgeEvidence(sealed)).toEqual({
      checks: { verdict: 'passed' },
      gates: { verdict: 'passed' },
      disagreements: [],
    });
  });

  it('does not mind words that changed with a release', () => {
    const results = gates?.results.map(result => ({ ...result, message: '' }));
    expect(
      judgeEvidence({
        ...sealed,
        gates: gates && { ...gates, results: results ?? [] },
      }).disagreements,
    ).toEqual([]);
  });

  it('notices another size of the model', () => {
    const { gates: verdict, disagreements } = judgeEvidence({
      ...sealed,
      modelBytes: 21_000_000,
    });
    expect(verdict?.verdict).toBe('blocked');
    expect(disagreements).toContain(
      'gates.json says pass of size, and the evaluation says fail.',
    );
  });

  it('does not judge a model whose evaluation is gone as good', () => {
    const { gates: verdict } = judgeEvidence({
      ...sealed,
      evaluation: undefined,
    });
    expect(verdict?.verdict).toBe('blocked');
  });
});

describe('combinedVerdict', () => {
  const fine = judgeEvidence(sealed);

  it('passes where all that the plan asks for passed', () => {
    expect(combinedVerdict(fine, sealed.required)).toEqual({
      verdict: 'passed',
    });
  });

  it.each(['checks', 'gates'] as const)(
    'blocks where the %s could not be judged again',
    kind => {
      expect(
        combinedVerdict({ ...fine, [kind]: null }, sealed.required),
      ).toMatchObject({
        verdict: 'blocked',
        because: [{ id: kind, reason: 'could not be computed' }],
      });
    },
  );

  it('asks nothing that the plan does not ask for', () => {
    expect(
      combinedVerdict({ checks: null, gates: null, disagreements: [] }, {}),
    ).toEqual({ verdict: 'passed' });
  });

  it('blocks where a document is not borne out', () => {
    expect(
      combinedVerdict({ ...fine, disagreements: ['bent'] }, sealed.required)
        .verdict,
    ).toBe('blocked');
  });
});
