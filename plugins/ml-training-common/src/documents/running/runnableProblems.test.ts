import { changed, pipelineText, read } from '../flightDelay.fixture';
import { runnableProblems } from './runnableProblems';

const DIGEST = 'a'.repeat(64);

/** Severity and path of what keeps a pipeline, which parses without a problem, from running. */
function told(changes: Readonly<Record<string, string | undefined>>): string[] {
  const { specification, problems, placeOf } = read(pipelineText(changes));
  expect(problems).toEqual([]);
  if (!specification) throw new TypeError('it has no problems');
  return runnableProblems({ specification, placeOf }).map(
    ({ severity, path, line }) => {
      expect(line).toEqual(expect.any(Number));
      return `${severity} ${path.join('.')}`;
    },
  );
}

const image = (name: string) =>
  changed(
    'training',
    'runtime: {code: code,',
    `runtime: {code: code, container_image: '${name}',`,
  );

describe('runnableProblems', () => {
  it('finds none in a pipeline that can run', () => {
    expect(told({})).toEqual([]);
    expect(told(image(`registry.example/flights@sha256:${DIGEST}`))).toEqual(
      [],
    );
  });

  it.each([
    [
      'a placeholder',
      changed('training', 'num_trees: 200', 'num_trees: ...'),
      'training.hyperparameters.num_trees',
    ],
    [
      'a placeholder in a list',
      { tenant_scope: ' {mode: shared, excluded_tenants: [...]}\n' },
      'tenant_scope.excluded_tenants.0',
    ],
    [
      'a moving tag',
      image('flights:20010701'),
      'training.runtime.container_image',
    ],
    [
      'a short digest',
      image('flights@sha256:abc'),
      'training.runtime.container_image',
    ],
    [
      'a moving tag of a step',
      { steps: ' {a: {command: [ls], runtime: {container_image: busybox}}}\n' },
      'steps.a.runtime.container_image',
    ],
    [
      'promotion by training',
      { promotion: ' {separate_from_training: false}\n' },
      'promotion.separate_from_training',
    ],
    [
      'promotion without approval',
      { promotion: ' {approval_required: false}\n' },
      'promotion.approval_required',
    ],
    [
      'a join that looks ahead',
      changed('dataset', 'labels:', 'point_in_time_join: false\n  labels:'),
      'dataset.point_in_time_join',
    ],
    [
      'no dataset checks',
      changed('dataset', 'labels:', 'quality_gates: false\n  labels:'),
      'dataset.quality_gates',
    ],
    [
      'seeds that are not recorded',
      changed(
        'training',
        'random_seed',
        'random_seeds_recorded: false\n  random_seed',
      ),
      'training.random_seeds_recorded',
    ],
    [
      'metrics that are not kept',
      { tracking: ' {metrics: false}\n' },
      'tracking.metrics',
    ],
    [
      'tenants left out',
      { tenant_scope: ' {mode: shared, excluded_tenants: [north]}\n' },
      'tenant_scope.excluded_tenants',
    ],
    [
      'one tenant',
      { tenant_scope: ' {mode: single_tenant, tenant_id: north}\n' },
      'tenant_scope.mode',
    ],
    ['privacy rules', { privacy: ' {rules: [opt_out_v1]}\n' }, 'privacy.rules'],
    [
      'personal columns',
      { privacy: ' {personal_columns: [name]}\n' },
      'privacy.personal_columns',
    ],
    [
      'a curve a segment',
      changed('calibration', 'platt', 'platt\n  segments: [origin]'),
      'calibration.segments',
    ],
    [
      'a part of validation',
      changed(
        'calibration',
        'platt',
        'platt\n  data_window: 2001-06-12..2001-06-17',
      ),
      'calibration.data_window',
    ],
    [
      'a secret of a secret store',
      { secrets: ' {TOKEN: {ref: vault}}\n' },
      'secrets.TOKEN.ref',
    ],
    [
      'negative sampling',
      {
        negative_sampling:
          ' {policy: a_v1, seed: 1, negatives_per_positive: 2}\n',
        ...changed(
          'dataset',
          'labels:',
          'negative_sampling_policy: a_v1\n  labels:',
        ),
      },
      'dataset.negative_sampling_policy',
    ],
  ])('refuses %s, which parses', (_, changes, path) => {
    expect(told(changes)).toEqual([`error ${path}`]);
  });

  it.each([
    ['serving', { serving: ' {target: production}\n' }, 'serving'],
    [
      'a schedule',
      { schedule: " {cron: '0 4 * * *', label_maturity: 7d}\n" },
      'schedule',
    ],
    [
      'a typed commit',
      changed('training', 'runtime: {', 'runtime: {code_version: abc, '),
      'training.runtime.code_version',
    ],
  ])('warns of %s', (_, changes, path) => {
    expect(told(changes)).toEqual([`warning ${path}`]);
  });

  it('warns of gates that do not exist yet where somebody asks for them', () => {
    expect(told({ validation: ' {latency_gate: true}\n' })).toEqual([
      'warning validation.feature_compatibility_gate',
      'warning validation.latency_gate',
    ]);
  });

  it('takes the days of validation for validation', () => {
    expect(
      told(
        changed(
          'calibration',
          'platt',
          'platt\n  data_window: 2001-06-11..2001-06-17',
        ),
      ),
    ).toEqual([]);
  });

  it('accepts the default graph by its short name', () => {
    expect(
      told({
        orchestration:
          ' {dag: dataset -> train -> evaluate -> calibrate -> register}\n',
      }),
    ).toEqual([]);
  });
});
