import type {
  Overview,
  PipelineDetail,
  PipelineSummary,
  PipelinesPage,
  RunMark,
  SourceReading,
} from '@trainyard/backstage-plugin-ml-training-common';

export function aMark(different: Partial<RunMark> = {}): RunMark {
  return {
    run: 'run-1',
    state: 'succeeded',
    submittedAt: '2026-07-02T09:00:00.000Z',
    durationSeconds: 72,
    headline: {
      metric: 'auc',
      value: 0.7421,
      better: 'higher',
      change: 0.0031,
    },
    ...different,
  };
}

/** A pipeline in good health; say only what the test is about. */
export function aPipeline(
  different: Partial<PipelineSummary> = {},
): PipelineSummary {
  return {
    entity: 'component:default/flight-delay',
    name: 'flight-delay',
    title: 'Flight delay',
    description: 'Will this flight arrive late?',
    owner: 'group:default/arrivals',
    lastRuns: [
      aMark({ run: 'run-3', submittedAt: '2026-07-02T09:00:00.000Z' }),
      aMark({
        run: 'run-2',
        state: 'blocked',
        submittedAt: '2026-07-01T09:00:00.000Z',
      }),
      aMark({ run: 'run-1', submittedAt: '2026-06-30T09:00:00.000Z' }),
    ],
    successRate: 2 / 3,
    usualSeconds: 70,
    lastSuccess: '2026-07-02T09:01:17.000Z',
    stale: false,
    ...different,
  };
}

export function aPipelineInDetail(
  different: Partial<PipelineDetail> = {},
): PipelineDetail {
  return {
    ...aPipeline(),
    annotation: 'dir:./pipeline',
    models: ['flight-delay'],
    datasets: ['flight-delay'],
    engines: [{ name: 'local', default: true }],
    actions: { submit: null },
    command: 'trainyard run pipeline.yaml',
    ...different,
  };
}

export function pipelinesPageOf(items: PipelineSummary[]): PipelinesPage {
  return { items, next: null, previous: null, total: items.length };
}

export function aReading(
  different: Partial<SourceReading> = {},
): SourceReading {
  return {
    source: {
      kind: 'file',
      target: '/repositories/flight-delay/pipeline.yaml',
      commit: 'c0ffee0123456789c0ffee0123456789c0ffee01',
      dirty: false,
    },
    specification: 'pipeline.yaml',
    files: [
      {
        path: 'pipeline.yaml',
        text: 'spec_version: 1\nname: flight-delay\n',
      },
    ],
    problems: [],
    ...different,
  };
}

/** Nothing that needs anybody. */
export function anOverview(different: Partial<Overview> = {}): Overview {
  return {
    troubled: { runs: [], more: 0 },
    running: [],
    stale: [],
    candidates: [],
    champions: [],
    pipelines: [],
    ...different,
  };
}
