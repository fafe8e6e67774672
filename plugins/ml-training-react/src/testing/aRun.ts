import type {
  Comparison,
  RunFacets,
  RunSummary,
  RunsPage,
} from '@trainyard/backstage-plugin-ml-training-common';

/** A run that went well; say only what the test is about. */
export function aRun(different: Partial<RunSummary> = {}): RunSummary {
  return {
    run: 'run-1',
    pipeline: {
      entity: 'component:default/flight-delay',
      name: 'flight-delay',
      namespace: 'default',
    },
    owner: 'group:default/arrivals',
    state: 'succeeded',
    because: null,
    engine: 'local',
    purpose: 'train',
    trigger: 'person',
    principal: 'user:default/engineer',
    parent: null,
    attempt: 1,
    submittedAt: '2026-07-02T09:00:00.000Z',
    startedAt: '2026-07-02T09:00:05.000Z',
    endedAt: '2026-07-02T09:01:17.000Z',
    durationSeconds: 72,
    usualSeconds: 70,
    headline: {
      metric: 'auc',
      value: 0.7421,
      better: 'higher',
      change: 0.0031,
    },
    gates: { passed: 4, blocked: 0, total: 4 },
    model: { name: 'flight-delay', version: 7 },
    dataset: { name: 'flight-delay', version: '20260630_ab12cd34' },
    steps: { done: 13, total: 13 },
    columns: {},
    ...different,
  };
}

/** One page with these runs and no other. */
export function runsPageOf(
  items: RunSummary[],
  different: Partial<RunsPage> = {},
): RunsPage {
  return {
    items,
    next: null,
    previous: null,
    total: items.length,
    ...different,
  };
}

export function someFacets(different: Partial<RunFacets> = {}): RunFacets {
  return {
    pipelines: [
      { entity: 'component:default/flight-delay', name: 'flight-delay' },
      { entity: 'component:default/home-ranker', name: 'home-ranker' },
    ],
    owners: ['group:default/arrivals', 'group:default/ranking'],
    models: ['flight-delay', 'home-ranker'],
    datasets: ['flight-delay'],
    engines: ['local'],
    metrics: ['auc', 'logloss', 'test.calibrated.auc'],
    params: ['learning_rate', 'num_trees'],
    ...different,
  };
}

/** Two runs that differ in one hyperparameter and in what came of it. */
export function aComparison(different: Partial<Comparison> = {}): Comparison {
  return {
    runs: [aRun({ run: 'run-1' }), aRun({ run: 'run-2' })],
    values: [
      {
        about: 'specification',
        name: 'training.hyperparameters.num_trees',
        values: [400, 800],
        differs: true,
        better: null,
      },
      {
        about: 'specification',
        name: 'training.hyperparameters.learning_rate',
        values: [0.1, 0.1],
        differs: false,
        better: null,
      },
      {
        about: 'metric',
        name: 'auc',
        values: [0.7421, 0.7456],
        differs: true,
        better: 'higher',
      },
    ],
    sentences: [
      {
        run: 'run-2',
        says: [
          'Specification: training.hyperparameters.num_trees was 400 and is 800.',
          'auc on test rose from 0.7421 to 0.7456 (better).',
        ],
      },
    ],
    notComparable: [],
    ...different,
  };
}
