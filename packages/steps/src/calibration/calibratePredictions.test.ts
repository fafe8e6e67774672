import {
  applyPlatt,
  calibrationDocument,
  fitPlatt,
} from '@trainyard/backstage-plugin-ml-training-common';
import { StepHarness } from '../testing/stepHarness';
import { calibratePredictions } from './calibratePredictions';

const PARAMETERS = { method: 'platt', fit_on: 'validation', labels: ['late'] };
const OUTPUTS = ['calibration', 'calibrated'];

// Scores that are too sure: what is said to be 90 % happens in 7 of 10 rows.
const SCORES = Array.from({ length: 40 }, (_, i) => [0.1, 0.9][i % 2]);
const LABELS = Array.from({ length: 40 }, (_, i) =>
  i % 2 === 0 ? Number(i % 20 < 6) : Number(i % 20 < 14),
);
const id = (i: number) => `v${String(i).padStart(2, '0')}`;

describe('calibrate-predictions', () => {
  let harness: StepHarness;
  beforeEach(async () => {
    harness = await StepHarness.make();
    const rows = SCORES.map((score, i) => `('${id(i)}', ${score}::DOUBLE)`);
    await harness.table(
      'predictions',
      'predictions.parquet',
      `SELECT * FROM (VALUES ('t1', 0.9::DOUBLE), ('t0', 0.1234567890123456::DOUBLE), ${rows.join(', ')}) t(example_id, late)`,
    );
    await labelled(LABELS);
  });
  afterEach(() => harness.remove());

  const labelled = (labels: readonly (number | string)[]) =>
    harness.table(
      'labels',
      'validation.parquet',
      `SELECT * FROM (VALUES ${labels.map((label, i) => `('${id(i)}', ${label})`).join(', ')}) t(example_id, late) ORDER BY example_id DESC`,
    );
  const run = () => harness.run(calibratePredictions, PARAMETERS, OUTPUTS);

  const expected = fitPlatt(Float64Array.from(SCORES), Uint8Array.from(LABELS));

  it('fits the curve on validation', async () => {
    expect(await run()).toEqual({ outcome: 'done' });
    const document = calibrationDocument.parse(
      await harness.json('calibration', 'calibration.json'),
    );
    expect(document.labels.late).toEqual({
      ...('curve' in expected && expected.curve),
      fitted_on: { split: 'validation', rows: 40, positives: 20 },
    });
  });

  it('applies it to every prediction, to the last bit', async () => {
    await run();
    const rows = await harness.rows('calibrated', 'predictions.parquet');
    expect(rows).toHaveLength(42);
    const ids = ['t0', 't1', ...SCORES.map((_, i) => id(i))];
    const raw = Float64Array.of(0.1234567890123456, 0.9, ...SCORES);
    const curve = 'curve' in expected ? expected.curve : { a: 0, b: 0 };
    expect(rows).toEqual(
      [...applyPlatt(curve, raw)].map((late, i) => ({
        example_id: ids[i],
        late,
      })),
    );
  });

  it('refuses validation with one outcome only', async () => {
    await labelled(LABELS.map(() => 0));
    await expect(run()).rejects.toThrow(
      'late cannot be calibrated on validation: 0 of 40 rows have label 1: expected both 0 and 1.',
    );
  });

  it('refuses labels that are neither 0 nor 1', async () => {
    await labelled([2, 'NULL', ...LABELS.slice(2)]);
    await expect(run()).rejects.toThrow(
      '2 of 40 labels late are neither 0 nor 1.',
    );
  });

  it('refuses a labelled row without a prediction', async () => {
    await labelled([...LABELS, 1]);
    await expect(run()).rejects.toThrow(
      'predictions: 1 of 41 labelled rows have no score of late',
    );
  });
});
