import type { Finding } from '../reading/finding';
import type { Specification } from '../specification';

const SECTION_ADVICE = {
  training: 'Add `training`: the model and the command that trains it.',
  scoring: 'Add `scoring` with the command that asks the model.',
  evaluation: 'Add `evaluation`: the metrics, and which is the primary one.',
};

/** With a dataset a pipeline needs all that makes a model of it; without one, steps of its own. */
export function completeness(specification: Specification): Finding[] {
  const { dataset, training } = specification;
  const absent = (section: 'training' | 'scoring' | 'evaluation') =>
    specification[section] === undefined;
  if (dataset === undefined) return withoutDataset(specification);
  return [
    ...(['training', 'scoring', 'evaluation'] as const)
      .filter(absent)
      .map(section => missing([section], SECTION_ADVICE[section])),
    ...(training && training.command === undefined
      ? [
          missing(
            ['training', 'command'],
            'Add `command`: the program that trains and its arguments, such as [python, train.py].',
          ),
        ]
      : []),
  ];
}

function withoutDataset(specification: Specification): Finding[] {
  const orphan = (
    [
      'training',
      'scoring',
      'evaluation',
      'calibration',
      'checks',
      'gates',
    ] as const
  ).find(section => {
    const said = specification[section];
    return said !== undefined && !(Array.isArray(said) && said.length === 0);
  });
  if (orphan !== undefined) {
    return [
      missing(
        ['dataset'],
        `Add \`dataset\`: section ${orphan} has nothing to work on without it.`,
      ),
    ];
  }
  if (Object.keys(specification.steps).length > 0) return [];
  return [
    missing(
      ['dataset'],
      'Add `dataset` and what belongs to it, or `steps` of your own.',
    ),
  ];
}

function missing(path: string[], advice: string): Finding {
  return {
    path,
    found: 'nothing',
    expected:
      path.length === 1
        ? `section ${path[0]}`
        : `${path.join('.')} with a value`,
    advice,
  };
}
