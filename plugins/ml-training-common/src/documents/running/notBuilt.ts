import { inWords, type Finding, type Path } from '../reading/finding';
import { endOfDay, startOfDay } from '../instants';
import type { Json } from '../../json/json';
import { calibrationRange } from '../sections/calibration';
import type { Specification } from '../specification';

/**
 * What is accepted, but not built yet. Where it would change rows, weights or
 * where secrets come from, running without it would run something else: an error.
 */
export function notBuilt(specification: Specification): Finding[] {
  return [
    ...sampling(specification),
    ...rows(specification),
    ...calibration(specification),
    ...secretStores(specification),
    ...idle(specification),
  ];
}

function sampling({
  dataset,
  negative_sampling: section,
}: Specification): Finding[] {
  const policy = dataset?.negative_sampling_policy ?? 'none';
  if (policy !== 'none') {
    const path = ['dataset', 'negative_sampling_policy'];
    return [refused(path, policy, 'Write none.')];
  }
  return section === undefined
    ? []
    : [refused(['negative_sampling'], section, 'Remove the section.')];
}

function rows({ tenant_scope: scope, privacy }: Specification): Finding[] {
  const tenants =
    scope.mode === 'single_tenant'
      ? [
          refused(
            ['tenant_scope', 'mode'],
            scope.mode,
            'Select the rows in SQL.',
          ),
        ]
      : some(['tenant_scope', 'excluded_tenants'], scope.excluded_tenants);
  return [
    ...tenants,
    ...some(['privacy', 'rules'], privacy.rules),
    ...some(['privacy', 'personal_columns'], privacy.personal_columns),
  ];
}

function calibration({ calibration: said, dataset }: Specification): Finding[] {
  if (said === undefined) return [];
  const days = calibrationRange(said.data_window);
  const wholeWindow =
    days === undefined ||
    (dataset !== undefined &&
      dataset.split.embargo_days === 0 &&
      days.end === dataset.split.validation_until &&
      startOfDay(days.start) === endOfDay(dataset.split.train_until));
  return [
    ...some(['calibration', 'segments'], said.segments),
    ...(wholeWindow
      ? []
      : [
          refused(
            ['calibration', 'data_window'],
            said.data_window,
            'Write validation.',
          ),
        ]),
  ];
}

function secretStores({ secrets }: Specification): Finding[] {
  return Object.entries(secrets).flatMap(([name, reference]) =>
    'ref' in reference
      ? [refused(['secrets', name, 'ref'], 'ref', 'Write {env: NAME}.')]
      : [],
  );
}

/** Accepted without effect on what is trained. */
function idle(specification: Specification): Finding[] {
  const { validation, training } = specification;
  return [
    ...(['serving', 'schedule'] as const)
      .filter(section => specification[section] !== undefined)
      .map(section => idleAt([section])),
    ...(['feature_compatibility_gate', 'latency_gate'] as const)
      .filter(gate => validation?.[gate])
      .map(gate => idleAt(['validation', gate])),
    ...(training?.runtime?.code_version === undefined
      ? []
      : [
          {
            ...idleAt(['training', 'runtime', 'code_version']),
            expected: 'nothing: the commit is found when a run is submitted',
            advice: 'It is recorded as it is written and decides nothing.',
          },
        ]),
  ];
}

function idleAt(path: Path): Finding {
  return {
    path,
    at: 'key',
    found: String(path.at(-1)),
    expected: 'nothing yet: not supported yet',
    advice: 'It is kept and has no effect; the run goes on without it.',
    severity: 'warning',
  };
}

function some(path: Path, list: readonly string[]): Finding[] {
  return list.length === 0 ? [] : [refused(path, list, 'Remove it.')];
}

function refused(path: Path, value: Json, advice: string): Finding {
  return {
    path,
    found: inWords(value),
    expected: 'nothing yet: not supported yet, and it would change the result',
    advice,
  };
}
