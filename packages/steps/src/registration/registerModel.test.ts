import {
  checkOf,
  checksDocumentOf,
  digestOfText,
  evaluate,
  gateOf,
  gatesDocumentOf,
  modelVersionDocument,
} from '@trainyard/backstage-plugin-ml-training-common';
import { StepHarness } from '../testing/stepHarness';
import { registerModel } from './registerModel';

const PARAMETERS = {
  model_name: 'parcels',
  scoring: {
    command: ['python', 'score.py'],
    environment: { kind: 'host', platform: 'linux-x64-glibc' },
    code: digestOfText('code'),
    features: [{ name: 'stops', type: 'int' }],
    labels: ['late'],
  },
};
const rows = {
  labels: Uint8Array.from({ length: 40 }, (_, i) => i % 2),
  raw: Float64Array.from({ length: 40 }, (_, i) => (i % 2 ? 0.9 : 0.1)),
  segments: {},
};
const evaluationOf = (raw: Float64Array) =>
  evaluate({
    metrics: ['auc'],
    primary: 'auc',
    labels: { late: { validation: { ...rows, raw }, test: { ...rows, raw } } },
  });
const evaluation = evaluationOf(rows.raw);
const checks = checksDocumentOf([checkOf('row_count > 0')], () => ({
  observed: 5,
  checked: 5,
  failed: 0,
  sample: [],
}));
const judged = (gate: string) =>
  gatesDocumentOf([gateOf(gate)], { evaluation, checks, modelBytes: 4 });

describe('register-model', () => {
  let harness: StepHarness;
  beforeEach(async () => {
    harness = await StepHarness.make();
    await harness.file('model', 'model.txt', 'tree');
    await harness.file(
      'evaluation',
      'evaluation.json',
      JSON.stringify(evaluation),
    );
    await harness.file('checks', 'checks.json', JSON.stringify(checks));
    for (const input of ['dataset', 'report']) await harness.input(input);
  });
  afterEach(() => harness.remove());

  const run = async (gates: object) => {
    await harness.file('gates', 'gates.json', JSON.stringify(gates));
    return harness.run(registerModel, PARAMETERS, ['registration']);
  };
  const document = async () =>
    modelVersionDocument.parse(
      await harness.json('registration', 'model.json'),
    );

  it('registers a candidate under a version that its evidence names', async () => {
    const outcome = await run(judged('raw.auc >= 0.9'));
    const { version, stage, evidence, evidence_digest } = await document();
    expect(stage).toBe('candidate');
    expect(version).toBe(`local-${evidence_digest.slice(0, 12)}`);
    expect(outcome).toEqual({
      outcome: 'done',
      names: [
        { kind: 'model', name: 'parcels', version, output: 'registration' },
      ],
    });
    expect(evidence).toEqual(
      Object.fromEntries(
        ['model', 'dataset', 'checks', 'evaluation', 'gates', 'report'].map(
          input => [input, digestOfText(input)],
        ),
      ),
    );
  });

  it('names calibration where there is one', async () => {
    await harness.input('calibration');
    await run(judged('raw.auc >= 0.9'));
    const calibration = digestOfText('calibration');
    expect(await document()).toMatchObject({
      evidence: { calibration },
      scoring_contract: { calibration, command: ['python', 'score.py'] },
    });
  });

  it('keeps a blocked model, as blocked', async () => {
    await run(judged('raw.auc <= 0.5'));
    expect(await document()).toMatchObject({
      stage: 'blocked',
      because: [{ id: 'raw.auc', reason: 'failed' }],
    });
  });

  it('refuses a verdict that does not follow from the evidence', async () => {
    const blocked = judged('raw.auc <= 0.5');
    await expect(
      run({ ...blocked, verdict: { verdict: 'passed' } }),
    ).rejects.toThrow(
      'gates.json does not follow from the evidence: it says passed by rules 1',
    );
  });

  it('refuses gates that judged another model', async () => {
    const worse = evaluationOf(rows.raw.map(score => 1 - score));
    await harness.file('evaluation', 'evaluation.json', JSON.stringify(worse));
    await expect(run(judged('raw.auc >= 0.9'))).rejects.toThrow(
      'the evidence says blocked by rules 1 (checks pass, raw.auc fail)',
    );
  });
});
