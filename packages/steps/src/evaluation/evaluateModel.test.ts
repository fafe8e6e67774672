import {
  evaluationDocument,
  scoresOf,
  type MetricName,
} from '@trainyard/backstage-plugin-ml-training-common';
import { StepHarness } from '../testing/stepHarness';
import { evaluateModel } from './evaluateModel';

const METRICS: MetricName[] = ['auc', 'logloss', 'brier', 'base_rate', 'ece'];
const PARAMETERS = {
  metrics: METRICS,
  primary: 'brier',
  labels: ['late'],
  segments: ['size'],
};

const ROWS = {
  validation: [
    { id: 'v1', late: 1, raw: 0.8, calibrated: 0.7, size: 'small' },
    { id: 'v2', late: 0, raw: 0.3, calibrated: 0.4, size: 'large' },
    { id: 'v3', late: 1, raw: 0.2, calibrated: 0.3, size: 'large' },
  ],
  test: [
    { id: 't1', late: 0, raw: 0.6, calibrated: 0.55, size: 'large' },
    { id: 't2', late: 1, raw: 0.9, calibrated: 0.8, size: 'large' },
    { id: 't3', late: 0, raw: 0.1, calibrated: 0.2, size: 'large' },
  ],
};
type Scores = 'raw' | 'calibrated';
const ALL = [...ROWS.test, ...ROWS.validation];

describe('evaluate-model', () => {
  let harness: StepHarness;
  beforeEach(async () => {
    harness = await StepHarness.make();
    for (const scores of ['raw', 'calibrated'] as const) {
      await values(
        scores === 'raw' ? 'predictions' : 'calibrated',
        'predictions.parquet',
        'late DOUBLE',
        ALL.map(row => [row.id, row[scores]]),
      );
    }
    for (const split of ['validation', 'test'] as const) {
      await values(
        'labels',
        `${split}.parquet`,
        'late BIGINT',
        ROWS[split].map(row => [row.id, row.late]),
      );
    }
    await values(
      'segments',
      'segments.parquet',
      'size VARCHAR',
      ALL.map(row => [row.id, row.size]),
    );
    await harness.file(
      'segments',
      'segments.json',
      '{"schema_version": 1, "segments": {"size": ["large", "small"]}}',
    );
  });
  afterEach(() => harness.remove());

  /** A table of ids and one more column, its rows in an order that nobody would choose. */
  const values = (
    input: string,
    file: string,
    column: string,
    rows: [string, string | number][],
  ) => {
    const [name, type] = column.split(' ');
    const tuples = rows.map(([id, value]) => `('${id}', '${value}')`);
    return harness.table(
      input,
      file,
      `SELECT example_id, ${name}::${type} AS ${name} FROM (VALUES ${tuples.join(', ')}) t(example_id, ${name}) ORDER BY md5(example_id)`,
    );
  };
  const run = (parameters: object = {}) =>
    harness.run(evaluateModel, { ...PARAMETERS, ...parameters }, [
      'evaluation',
    ]);
  const document = async () =>
    evaluationDocument.parse(
      await harness.json('evaluation', 'evaluation.json'),
    );
  const expected = (rows: typeof ALL, scores: Scores) =>
    scoresOf(
      Float64Array.from(rows, row => row[scores]),
      Uint8Array.from(rows, row => row.late),
      METRICS,
    );

  it('pairs labels and scores by id, whatever the order of the files', async () => {
    expect(await run()).toEqual({ outcome: 'done' });
    const { late } = (await document()).labels;
    for (const split of ['validation', 'test'] as const) {
      for (const scores of ['raw', 'calibrated'] as const) {
        expect(late[split][scores]?.overall).toMatchObject(
          expected(ROWS[split], scores),
        );
      }
    }
  });

  it('measures each group, in the order of segments.json', async () => {
    await run();
    const { late } = (await document()).labels;
    const small = ROWS.validation.slice(0, 1);
    const large = ROWS.validation.slice(1);
    expect(late.validation.raw.segments.size).toEqual([
      { group: 'large', ...expected(large, 'raw') },
      { group: 'small', ...expected(small, 'raw') },
    ]);
    expect(late.test.calibrated?.segments.size).toEqual([
      { group: 'large', ...expected(ROWS.test, 'calibrated') },
      { group: 'small', ...expected([], 'calibrated') },
    ]);
  });

  it('tells every overall metric', async () => {
    await run();
    const { metrics } = expected(ROWS.test, 'calibrated');
    expect(harness.metrics).toMatchObject({
      'test.calibrated.auc': metrics.auc,
      'test.calibrated.brier': metrics.brier,
      'validation.raw.auc': 0.5,
    });
    expect(Object.keys(harness.metrics)).toHaveLength(20);
  });

  it('tells nothing of a metric that is not defined', async () => {
    await values('labels', 'test.parquet', 'late BIGINT', [['t1', 0]]);
    await run();
    expect(harness.metrics).not.toHaveProperty(['test.raw.auc']);
    expect(harness.metrics).toHaveProperty(['test.raw.brier']);
  });

  it('does without calibration and segments', async () => {
    harness.forget('calibrated');
    await run({ segments: [] });
    const { test } = (await document()).labels.late;
    expect(test.calibrated).toBeUndefined();
    expect(test.raw.segments).toEqual({});
  });

  it('refuses rows without a prediction', async () => {
    await values('predictions', 'predictions.parquet', 'late DOUBLE', [
      ['t1', 0.5],
    ]);
    await expect(run()).rejects.toThrow(
      'predictions: 3 of 3 labelled rows have no score of late',
    );
  });

  it('refuses rows that belong to no group', async () => {
    await values('segments', 'segments.parquet', 'size VARCHAR', [
      ['v1', 'huge'],
    ]);
    await expect(run()).rejects.toThrow(
      '3 of 3 rows belong to no group of segment size',
    );
  });
});
