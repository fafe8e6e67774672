import { digestOfText } from '../json/digest';
import type { RegisterModelParameters } from '../plan/parameters/modelSteps';
import { modelVersionDocument, modelVersionOf } from './modelVersionDocument';

const evidence = {
  model: digestOfText('model'),
  dataset: digestOfText('dataset'),
  checks: digestOfText('checks'),
  evaluation: digestOfText('evaluation'),
  gates: digestOfText('gates'),
  report: digestOfText('report'),
};

const parameters: RegisterModelParameters = {
  model_name: 'flight_delay',
  scoring: {
    command: ['python', 'score.py'],
    environment: { kind: 'host', platform: 'linux-x64-glibc' },
    code: digestOfText('code'),
    features: [{ name: 'distance', type: 'int' }],
    labels: ['late_v1'],
  },
};

describe('modelVersionOf', () => {
  it('makes a candidate with all it takes to score again', () => {
    const version = modelVersionOf(parameters, evidence, { verdict: 'passed' });
    expect(modelVersionDocument.parse(version)).toEqual(version);
    expect(version).toMatchObject({
      name: 'flight_delay',
      version: `local-${version.evidence_digest.slice(0, 12)}`,
      stage: 'candidate',
      scoring_contract: {
        model: evidence.model,
        command: ['python', 'score.py'],
        signature: {
          inputs: [
            { name: 'example_id', type: 'string' },
            { name: 'prediction_time', type: 'timestamp' },
            { name: 'distance', type: 'int' },
          ],
          outputs: [
            { name: 'example_id', type: 'string' },
            { name: 'late_v1', type: 'double' },
          ],
        },
      },
    });
  });

  it('keeps a blocked version with the reason', () => {
    const because = [
      { id: 'auc', reason: 'failed' as const, message: 'Measured 0.5.' },
    ];
    expect(
      modelVersionOf(parameters, evidence, { verdict: 'blocked', because }),
    ).toMatchObject({ stage: 'blocked', because });
  });

  it('is the same version for the same evidence, and another for any other', () => {
    const versionWith = (changed: object) =>
      modelVersionOf(
        parameters,
        { ...evidence, ...changed },
        { verdict: 'passed' },
      ).version;
    expect(versionWith({})).toBe(versionWith({}));
    const others = [...Object.keys(evidence), 'calibration'].map(name =>
      versionWith({ [name]: digestOfText('other') }),
    );
    expect(new Set([versionWith({}), ...others]).size).toBe(8);
  });
});
