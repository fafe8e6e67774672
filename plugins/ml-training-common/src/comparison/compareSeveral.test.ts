import { comparison } from '../api/runs';
import type { EvaluationDocument } from '../evidence/evaluationDocument';
import { digestOfText } from '../json/digest';
import type { ComparedRun } from './comparedRun';
import type { RunDescription } from './compareRuns';
import { compareSeveral } from './compareSeveral';

const tree = digestOfText;

function evaluationOf(auc: number, version = '1.0.0'): EvaluationDocument {
  const scores = (value: number) => ({
    rows: 10,
    positives: 3,
    metrics: { auc: value },
  });
  const window = {
    raw: { overall: scores(auc), segments: {} },
    calibrated: {
      overall: scores(auc),
      segments: { size: [{ group: 'large', ...scores(auc + 0.1) }] },
    },
  };
  return {
    schema_version: 1,
    evaluator: { name: 'trainyard', version },
    primary: 'auc',
    metrics: ['auc'],
    labels: { late: { validation: window, test: window } },
  };
}

const description: RunDescription = {
  specification: { training: { trees: 200, tags: ['a'], 'a.b': true } },
  lock: { sources: { flights: { path: 'f', tree: tree('f') } } },
  code: { 'train.py': tree('train') },
  environment: { 'train-model': { kind: 'python', python: '3.11.7' } },
  sources: { flights: tree('f') },
  datasets: { delay: { version: 'v1', digest: tree('rows') } },
  steps: [
    {
      name: 'materialize-dataset',
      outputs: { dataset: tree('bytes') },
      logical: { dataset: tree('rows') },
    },
    {
      name: 'split-dataset',
      outputs: { labels: tree('labels'), segments: tree('groups') },
      logical: {},
    },
  ],
  metrics: {
    'test.calibrated.auc': 0.7,
    'test.calibrated.base_rate': 0.2,
    'train-model.loss': 0.4,
  },
  commit: '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d',
};

function runOf(
  run: string,
  change: Partial<RunDescription> = {},
  more: Partial<ComparedRun> = {},
): ComparedRun {
  return {
    run,
    description: { ...description, ...change },
    hasEnded: true,
    evaluation: evaluationOf(0.7),
    ...more,
  };
}

const compared = (...runs: readonly ComparedRun[]) => {
  const found = compareSeveral(runs);
  // What goes over the wire is what the contract promises.
  comparison.parse({ ...found, runs: [] });
  return {
    ...found,
    line: (name: string) => found.values.find(value => value.name === name),
    differing: found.values
      .filter(({ differs }) => differs)
      .map(({ about, name }) => `${about} ${name}`),
  };
};

/** Other rows, as another split makes them. */
const otherLabels = [
  description.steps[0],
  {
    ...description.steps[1],
    outputs: { ...description.steps[1].outputs, labels: tree('others') },
  },
];

describe('compareSeveral', () => {
  it('holds one value of each run in a line', () => {
    const two = {
      specification: { training: { trees: 300, tags: [], 'a.b': true } },
    };
    const { line, differing } = compared(
      runOf('a'),
      runOf('b', two),
      runOf('c'),
    );
    expect(line('training.trees')).toEqual({
      about: 'specification',
      name: 'training.trees',
      values: [200, 300, 200],
      differs: true,
      better: null,
    });
    expect(line('training."a.b"')?.values).toEqual(['true', 'true', 'true']);
    expect(differing).toEqual([
      'specification training.tags',
      'specification training.tags.0',
      'specification training.trees',
    ]);
  });

  it('finds nothing that differs between equal runs', () => {
    const { differing, sentences, notComparable } = compared(
      runOf('a'),
      runOf('b'),
    );
    expect(differing).toEqual([]);
    expect(notComparable).toEqual([]);
    expect(sentences).toEqual([{ run: 'b', says: ['Nothing differs.'] }]);
  });

  it('tells a number from its text, and null from what is not there', () => {
    const { line } = compared(
      runOf('a', { specification: { x: 1, y: null } }),
      runOf('b', { specification: { x: '1' } }),
    );
    expect(line('x')).toMatchObject({ values: [1, '1'], differs: true });
    expect(line('y')).toMatchObject({ values: ['null', null], differs: true });
  });

  it('tells of a source once, by its name', () => {
    const { differing } = compared(
      runOf('a'),
      runOf('b', {
        sources: { flights: tree('g') },
        lock: { sources: { flights: { path: 'f', tree: tree('g') } } },
      }),
    );
    expect(differing).toEqual(['source flights']);
  });

  it('takes equal rows for equal, whatever their bytes', () => {
    const [dataset, split] = description.steps;
    const { differing } = compared(
      runOf('a'),
      runOf('b', {
        steps: [{ ...dataset, outputs: { dataset: tree('rewritten') } }, split],
      }),
    );
    expect(differing).toEqual([]);
  });

  it('holds outputs by their bytes where one run knows no rows', () => {
    const [dataset, split] = description.steps;
    const { differing } = compared(
      runOf('a'),
      runOf('b', {
        steps: [
          { ...dataset, outputs: { dataset: tree('rewritten') }, logical: {} },
          split,
        ],
      }),
    );
    expect(differing).toEqual(['output materialize-dataset.dataset']);
  });

  it('says which way a metric is good, where runs compare', () => {
    const { line } = compared(
      runOf('a'),
      runOf('b', { metrics: { 'test.calibrated.auc': 0.8 } }),
    );
    expect(line('test.calibrated.auc')).toMatchObject({
      about: 'metric',
      values: [0.7, 0.8],
      better: 'higher',
    });
    expect(line('test.calibrated.base_rate')?.better).toBe('neither');
    expect(line('train-model.loss')?.better).toBeNull();
  });

  it('shows the groups of the test by the primary metric', () => {
    const { line } = compared(
      runOf('a'),
      runOf('b', {}, { evaluation: evaluationOf(0.6) }),
    );
    expect(line('test.calibrated.auc of size = large')).toEqual({
      about: 'segment',
      name: 'test.calibrated.auc of size = large',
      values: [0.7 + 0.1, 0.6 + 0.1],
      differs: true,
      better: 'higher',
    });
  });

  it('compares models of other features on the same rows', () => {
    const [dataset, split] = description.steps;
    const { notComparable, line } = compared(
      runOf('a'),
      runOf('b', {
        datasets: { delay: { version: 'v2', digest: tree('wider') } },
        steps: [{ ...dataset, logical: { dataset: tree('wider') } }, split],
      }),
    );
    expect(notComparable).toEqual([]);
    expect(line('test.calibrated.auc')?.better).toBe('higher');
  });
});

describe('figures that may not be compared', () => {
  it.each<[string, ComparedRun, string]>([
    [
      'of other rows',
      runOf('b', { steps: otherLabels }),
      'they were measured on other rows',
    ],
    [
      'of other rows, where only the dataset names them',
      runOf('b', {
        steps: [{ ...description.steps[0], logical: { dataset: tree('x') } }],
      }),
      'they were measured on other rows',
    ],
    [
      'of another evaluator',
      runOf('b', {}, { evaluation: evaluationOf(0.7, '2.0.0') }),
      'they were measured by other evaluators, trainyard 1.0.0 and trainyard 2.0.0',
    ],
    [
      'of a run that was not evaluated',
      runOf('b', {}, { evaluation: undefined }),
      'b was not evaluated',
    ],
  ])('%s are told, and judged by nobody', (_, other, because) => {
    const moved = {
      ...other,
      description: {
        ...other.description,
        metrics: { 'test.calibrated.auc': 0.5, 'train-model.loss': 0.3 },
      },
    };
    const { line, notComparable, sentences } = compared(runOf('a'), moved);
    expect(notComparable).toEqual([
      `Metrics of b are not compared with those of a: ${because}.`,
    ]);
    expect(line('test.calibrated.auc')).toMatchObject({
      values: [0.7, 0.5],
      better: null,
    });
    const says = sentences[0].says.join('\n');
    expect(says).not.toMatch(/auc|better|worse/);
    expect(says).toContain('train-model.loss');
  });

  it('spoil a line for all runs in it', () => {
    const { line } = compared(
      runOf('a'),
      runOf('b'),
      runOf('c', { steps: otherLabels }),
    );
    expect(line('test.calibrated.auc')?.better).toBeNull();
    expect(line('test.calibrated.auc of size = large')?.better).toBeNull();
  });

  it('may be those of groups alone', () => {
    const [dataset, split] = description.steps;
    const regrouped = {
      ...split,
      outputs: { ...split.outputs, segments: tree('regrouped') },
    };
    const { line, notComparable } = compared(
      runOf('a'),
      runOf('b', { steps: [dataset, regrouped] }),
    );
    expect(notComparable).toEqual([
      'Segments of b are not compared with those of a: their rows are grouped in other ways.',
    ]);
    expect(line('test.calibrated.auc')?.better).toBe('higher');
    expect(line('test.calibrated.auc of size = large')?.better).toBeNull();
  });
});

describe('a run that has not ended', () => {
  const running = runOf(
    'b',
    { datasets: {}, steps: [], metrics: {}, commit: null },
    { hasEnded: false, evaluation: undefined },
  );

  it('is compared as far as it was asked for', () => {
    const { differing, sentences, notComparable } = compared(
      runOf('a'),
      running,
    );
    expect(differing).toEqual(['commit commit']);
    expect(sentences[0].says).toEqual([
      'Commit was 1a2b3c4d5e6f and is unknown.',
    ]);
    expect(notComparable).toEqual([
      'Metrics of b are not compared with those of a: b has not ended.',
    ]);
  });

  it('does not say that nothing differs when nobody knows yet', () => {
    const same = {
      ...running,
      description: { ...running.description, commit: description.commit },
    };
    expect(compared(runOf('a'), same).sentences[0].says).toEqual([
      'Nothing differs in what was to be run.',
    ]);
  });

  it('says nothing about what differs between those that have', () => {
    const { line } = compared(runOf('a'), running, runOf('c'));
    expect(line('test.calibrated.auc')).toMatchObject({
      values: [0.7, null, 0.7],
      differs: false,
    });
  });
});
