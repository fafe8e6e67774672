import type { Check } from '../../checks/check';
import { CHECK_KIND_FACTS } from '../../checks/checkKinds';
import { parseCheck } from '../../checks/parseCheck';
import { parseGate, type MetricGate } from '../../gates/parseGate';
import type { Finding, Path } from '../reading/finding';
import { whereSound } from '../reading/soundParts';
import { featureColumns } from '../sections/features';
import type { Specification } from '../specification';
import { isOneOf } from './rule';

/** Checks and gates can be read, and speak of what is there. */
export function expressions(specification: Specification): Finding[] {
  const { checks, gates, calibration } = specification;
  const unsaid = calibration === undefined ? 'raw' : 'calibrated';
  return [
    ...checks.flatMap((entry, i) => {
      const path =
        typeof entry === 'string' ? ['checks', i] : ['checks', i, 'check'];
      const parsed = parseCheck(entry);
      return 'problem' in parsed
        ? [atPath(path, parsed.problem)]
        : whereSound(() => checkSubject(specification, parsed.check, path));
    }),
    ...gates.flatMap((entry, i) => {
      const path =
        typeof entry === 'string' ? ['gates', i] : ['gates', i, 'gate'];
      const parsed = parseGate(entry, unsaid);
      if ('problem' in parsed) return [atPath(path, parsed.problem)];
      const { gate } = parsed;
      if (gate.gate !== 'metric') return [];
      const rules = [gateMetric, gateLabel, gateSegment, gateScores];
      return rules.flatMap(rule => [
        ...whereSound(() => rule(specification, gate, path)),
      ]);
    }),
  ];
}

function checkSubject(
  { dataset, features }: Specification,
  check: Check,
  path: Path,
): Finding[] {
  if (dataset === undefined || check.column === undefined) return [];
  const { subjectIs } = CHECK_KIND_FACTS[check.check];
  if (subjectIs === 'a label') {
    return isOneOf(
      check.column,
      dataset.labels,
      path,
      'a label of the dataset',
    );
  }
  // An unknown feature set is told where it is named.
  if (!Object.hasOwn(features, dataset.feature_set_version)) return [];
  const set = features[dataset.feature_set_version];
  if (subjectIs === 'a feature view') {
    return isOneOf(
      check.column,
      Object.keys(set),
      path,
      'a view of the features',
    );
  }
  const columns = [
    ...featureColumns(set).map(({ name }) => name),
    ...dataset.labels,
    ...dataset.labels.flatMap(label => [
      `${label}.label_time`,
      `${label}.available_at`,
    ]),
    'example_id',
    'prediction_time',
  ];
  return isOneOf(check.column, columns, path, 'a column of the dataset');
}

function gateMetric(
  { evaluation }: Specification,
  { metric }: MetricGate,
  path: Path,
): Finding[] {
  return evaluation === undefined
    ? []
    : isOneOf(
        metric,
        evaluation.metrics,
        path,
        'a metric of section evaluation',
      );
}

function gateLabel(
  { dataset }: Specification,
  { label }: MetricGate,
  path: Path,
): Finding[] {
  if (dataset === undefined) return [];
  if (label !== undefined) {
    return isOneOf(label, dataset.labels, path, 'a label of the dataset');
  }
  return dataset.labels.length === 1
    ? []
    : [
        {
          path,
          found: 'no label',
          expected: `one of the labels ${dataset.labels.join(', ')}`,
          advice: `Write it in parentheses, such as auc(${dataset.labels[0]}).`,
        },
      ];
}

function gateSegment(
  { evaluation }: Specification,
  { segment }: MetricGate,
  path: Path,
): Finding[] {
  if (evaluation === undefined || segment === undefined) return [];
  const segments = Object.keys(evaluation.segments);
  return isOneOf(segment, segments, path, 'a segment of section evaluation');
}

function gateScores(
  { calibration }: Specification,
  { scores }: MetricGate,
  path: Path,
): Finding[] {
  return scores === 'raw' || calibration !== undefined
    ? []
    : [
        {
          path,
          found: 'calibrated scores',
          expected: 'raw scores, as the pipeline does not calibrate',
          advice: 'Remove `calibrated.`, or add section calibration.',
        },
      ];
}

function atPath(
  path: Path,
  { found, expected, advice }: Pick<Finding, 'found' | 'expected' | 'advice'>,
): Finding {
  return { path, found, expected, advice };
}
