import {
  checkOf,
  checksDocumentOf,
  evaluate,
  gateOf,
  gatesDocument,
  type WrittenGate,
} from '@trainyard/backstage-plugin-ml-training-common';
import { StepHarness } from '../testing/stepHarness';
import { runValidationGates } from './runValidationGates';

const N = 40;
const rows = {
  labels: Uint8Array.from({ length: N }, (_, i) => i % 2),
  raw: Float64Array.from({ length: N }, (_, i) => (i % 2 ? 0.9 : 0.1)),
  calibrated: Float64Array.from({ length: N }, (_, i) => (i % 2 ? 0.8 : 0.2)),
  segments: {},
};
const EVALUATION = evaluate({
  metrics: ['auc', 'brier'],
  primary: 'auc',
  labels: { late: { validation: rows, test: rows } },
});
const checks = (found: number) =>
  checksDocumentOf([checkOf('row_count > 0')], () => ({
    observed: found,
    checked: found,
    failed: 0,
    sample: [],
  }));

describe('run-validation-gates', () => {
  let harness: StepHarness;
  beforeEach(async () => {
    harness = await StepHarness.make();
    await harness.file(
      'evaluation',
      'evaluation.json',
      JSON.stringify(EVALUATION),
    );
    await harness.file('checks', 'checks.json', JSON.stringify(checks(5)));
    await harness.file('model', 'model.txt', 'x'.repeat(1500));
    await harness.file('model', 'parts/more.txt', 'x'.repeat(500));
  });
  afterEach(() => harness.remove());

  const run = (...gates: WrittenGate[]) =>
    harness.run(
      runValidationGates,
      { labels: ['late'], gates: gates.map(gateOf) },
      ['gates'],
    );

  it('lets a good model through', async () => {
    expect(
      await run('auc >= 0.9', { gate: 'size', artifact_mb: 0.002 }),
    ).toEqual({ outcome: 'done' });
    const document = gatesDocument.parse(
      await harness.json('gates', 'gates.json'),
    );
    expect(document.verdict).toEqual({ verdict: 'passed' });
    expect(document.results.map(({ status }) => status)).toEqual([
      'pass',
      'pass',
      'pass',
    ]);
  });

  it('blocks on a metric, and says what was measured', async () => {
    expect(await run('brier <= 0.03')).toEqual({
      outcome: 'blocked',
      because: [expect.stringContaining('expected at most 0.03')],
    });
  });

  it('weighs all files of the model together', async () => {
    const outcome = await run({ gate: 'size', artifact_mb: 0.0019 });
    expect(outcome).toEqual({
      outcome: 'blocked',
      because: [expect.stringContaining('Measured 0.002 MB')],
    });
  });

  it('blocks on a dataset whose checks did not pass, whatever their document states', async () => {
    const bent = { ...checks(0), verdict: { verdict: 'passed' } };
    await harness.file('checks', 'checks.json', JSON.stringify(bent));
    expect(await run()).toEqual({
      outcome: 'blocked',
      because: [expect.stringContaining('row_count failed')],
    });
  });

  it('blocks on a metric that nobody measured', async () => {
    expect(await run('ece <= 0.5')).toMatchObject({ outcome: 'blocked' });
  });
});
