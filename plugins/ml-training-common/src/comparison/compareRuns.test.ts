import { digestOfText } from '../json/digest';
import { compareRuns, type RunDescription } from './compareRuns';
import { comparisonText } from './comparisonText';

const run: RunDescription = {
  specification: {
    training: { hyperparameters: { num_trees: 200 } },
    tables: { departures: { sql: `select ${'x'.repeat(100)}` } },
  },
  lock: {
    lock_version: 1,
    sources: { flights: { path: 'a.parquet', tree: digestOfText('a') } },
    environments: { 'requirements.lock': { sha256: digestOfText('r') } },
  },
  code: { 'train.py': digestOfText('train'), 'score.py': digestOfText('s') },
  environment: { 'train-model': { kind: 'python', python: '3.11.7' } },
  sources: { flights: digestOfText('a'), zones: digestOfText('z') },
  datasets: { flight_delay: { version: 'v1', digest: digestOfText('d') } },
  steps: [
    {
      name: 'build-tables',
      outputs: { tables: digestOfText('t'), examples: digestOfText('e') },
      logical: { tables: digestOfText('rows') },
    },
    {
      name: 'train-model',
      outputs: { model: digestOfText('m') },
      logical: {},
    },
  ],
  metrics: {
    'test.calibrated.auc': 0.7673,
    'test.raw.brier': 0.1317,
    'test.calibrated.base_rate': 0.2041,
    'train-model.loss': 0.42,
  },
  commit: '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d',
};

const textOf = (changed: Partial<RunDescription>) =>
  comparisonText(compareRuns(run, { ...run, ...changed }));

describe('compareRuns', () => {
  it('finds nothing where nothing differs', () => {
    expect(compareRuns(run, run)).toEqual([]);
    expect(comparisonText([])).toEqual(['Nothing differs.']);
  });

  it('tells a changed source by its name, and by name alone', () => {
    expect(
      textOf({
        sources: { ...run.sources, flights: digestOfText('b') },
        lock: {
          ...run.lock,
          sources: { flights: { path: 'a.parquet', tree: digestOfText('b') } },
        },
      }),
    ).toEqual(['Source flights changed.']);
  });

  it('tells of the lock what no source tells', () => {
    expect(
      textOf({
        lock: {
          ...run.lock,
          sources: { flights: { path: 'b.parquet', tree: digestOfText('a') } },
        },
      }),
    ).toEqual([
      'Lock: sources.flights.path was "a.parquet" and is "b.parquet".',
    ]);
  });

  it('follows a changed row from the source to the metrics', () => {
    expect(
      textOf({
        sources: { ...run.sources, flights: digestOfText('b') },
        datasets: {
          flight_delay: { version: 'v2', digest: digestOfText('d2') },
        },
        steps: [
          {
            name: 'build-tables',
            outputs: {
              tables: digestOfText('t2'),
              examples: digestOfText('e2'),
            },
            logical: { tables: digestOfText('rows') },
          },
          { ...run.steps[1], outputs: { model: digestOfText('m2') } },
        ],
        metrics: {
          ...run.metrics,
          'test.calibrated.auc': 0.7612,
          'test.raw.brier': 0.13169,
          'test.calibrated.base_rate': 0.2042,
          'train-model.loss': 0.43,
        },
      }),
    ).toEqual([
      'Source flights changed.',
      'Dataset flight_delay changed: version v1 before, version v2 now.',
      // Its tables have other bytes, but the same rows.
      'Step build-tables: examples changed.',
      'Step train-model: model changed.',
      'auc on test fell from 0.7673 to 0.7612 (worse).',
      'base_rate on test rose from 0.2041 to 0.2042.',
      'brier on test (raw) fell from 0.1317 to 0.13169 (better).',
      'train-model.loss rose from 0.42 to 0.43.',
    ]);
  });

  it('tells what was changed in the specification, with its place', () => {
    expect(
      textOf({
        specification: {
          training: { hyperparameters: { num_trees: 300, seed: 7 } },
          tables: { departures: { sql: 'select 1' } },
        },
      }),
    ).toEqual([
      'Specification: tables.departures.sql changed.',
      'Specification: training.hyperparameters.num_trees was 200 and is 300.',
      'Specification: training.hyperparameters.seed is new: 7.',
    ]);
  });

  it('tells of code, environment and commit', () => {
    expect(
      textOf({
        code: {
          'train.py': digestOfText('other'),
          'new.py': digestOfText('n'),
        },
        environment: { 'train-model': { kind: 'python', python: '3.12.1' } },
        commit: null,
      }),
    ).toEqual([
      'Commit was 1a2b3c4d5e6f and is unknown.',
      'Code: new.py is new.',
      'Code: score.py is gone.',
      'Code: train.py changed.',
      'Environment: train-model.python was "3.11.7" and is "3.12.1".',
    ]);
  });

  it('tells of steps and metrics that only one run has', () => {
    expect(
      textOf({
        steps: [
          run.steps[0],
          {
            name: 'report',
            outputs: { report: digestOfText('r') },
            logical: {},
          },
        ],
        metrics: { 'test.raw.ece': 0.01 },
      }),
    ).toEqual([
      'Step report: report is new.',
      'Step train-model: model is gone.',
      'auc on test is not reported any more.',
      'base_rate on test is not reported any more.',
      'brier on test (raw) is not reported any more.',
      'ece on test (raw) is new: 0.01.',
      'train-model.loss is not reported any more.',
    ]);
  });

  it('shows as many digits as it takes to see a metric move', () => {
    expect(
      textOf({ metrics: { ...run.metrics, 'test.calibrated.auc': 0.7673001 } }),
    ).toEqual(['auc on test rose from 0.7673 to 0.7673001 (better).']);
  });

  it('finds as many differences the other way round', () => {
    const other = { ...run, commit: null, metrics: {}, sources: {} };
    expect(compareRuns(run, other)).toHaveLength(
      compareRuns(other, run).length,
    );
  });
});
