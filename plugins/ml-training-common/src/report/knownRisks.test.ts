import { knownRisks } from './knownRisks';
import { sampleEvidence } from './testing/sampleEvidence';

const evidence = sampleEvidence();
const { evaluation, split } = evidence;
if (!evaluation || !split) throw new Error('no sample');

/** The sample with other numbers of the test. */
function withTest(change: (test: object) => object) {
  if (!evaluation) throw new Error('no sample');
  const { validation, test } = evaluation.labels.late_v1;
  return knownRisks({
    ...evidence,
    evaluation: {
      ...evaluation,
      labels: {
        late_v1: {
          validation,
          test: change(test) as typeof test,
        },
      },
    },
  }).join('\n');
}

describe('knownRisks', () => {
  it('says what nobody measured', () => {
    const { parameters } = evidence;
    expect(knownRisks({ parameters }).join('\n')).toMatch(
      /dataset was not checked[^]*model was not measured[^]*the one in production/,
    );
  });

  it('repeats what warned', () => {
    expect(knownRisks(evidence)).toContainEqual(
      expect.stringMatching(/^Gate ece warns: Measured 0\.06/),
    );
  });

  it('tells of base rates that differ', () => {
    expect(knownRisks(evidence)).toContainEqual(
      expect.stringMatching(
        /^The share of late_v1 is 0.2986 in the test, but 0.36 in validation/,
      ),
    );
    expect(withTest(() => evaluation.labels.late_v1.validation)).not.toContain(
      'The share of',
    );
  });

  it('tells when calibration made things worse', () => {
    expect(knownRisks(evidence).join('\n')).not.toContain('Calibration made');
    const { test } = evaluation.labels.late_v1;
    expect(
      withTest(() => ({ raw: test.calibrated, calibrated: test.raw })),
    ).toMatch(
      /Calibration made ece of late_v1 worse on the test: 0\.06\d+ raw, 0\.09\d+ calibrated/,
    );
  });

  it('tells of groups too small to speak of', () => {
    const { test } = evaluation.labels.late_v1;
    const [large, ...rest] = test.raw.segments.origin_size;
    expect(
      withTest(() => ({
        ...test,
        raw: {
          ...test.raw,
          segments: { origin_size: [{ ...large, rows: 29 }, ...rest] },
        },
      })),
    ).toContain('1 of 3 groups of origin_size have fewer than 30 rows');
  });

  it('tells of metrics that are not defined', () => {
    const { test } = evaluation.labels.late_v1;
    const { overall, segments } = test.raw;
    const undefinedAuc = {
      ...overall,
      metrics: { ...overall.metrics, auc: null },
    };
    expect(
      withTest(() => ({ raw: { overall: undefinedAuc, segments } })),
    ).toContain('auc of late_v1 is not defined on the test');
  });

  it('tells of labels that were known too late, where they are many', () => {
    expect(knownRisks(evidence).join('\n')).toMatch(
      /2,550 of 223,184 rows of test/,
    );
    expect(knownRisks(evidence).join('\n')).not.toMatch(/rows of train/);
  });
});
