import { inWords, type Finding } from '../reading/finding';
import { whereSound } from '../reading/soundParts';
import { formatOf } from '../sections/sources';
import type { Runtime } from '../sections/runtime';
import type { Specification } from '../specification';
import { each } from './rule';

/** What is said in two places is said the same. */
export function consistency(specification: Specification): Finding[] {
  const rules = [
    datasetVersion,
    samplingPolicy,
    surface,
    primaryMetric,
    formats,
    runtimes,
    secretNames,
  ];
  return rules.flatMap(rule => [...whereSound(() => rule(specification))]);
}

function datasetVersion({ dataset, training }: Specification): Finding[] {
  const said = training?.dataset_version;
  if (dataset === undefined || said === undefined) return [];
  const { dataset_name: name, dataset_version: version } = dataset;
  if (said === version || said === `${name}_${version}`) return [];
  return [
    {
      path: ['training', 'dataset_version'],
      found: inWords(said),
      expected:
        version === 'auto'
          ? 'nothing, as the dataset gets its version when it is made'
          : `${name}_${version}`,
      advice: 'Remove it: training learns from the dataset of section dataset.',
    },
  ];
}

function samplingPolicy({
  dataset,
  negative_sampling: sampling,
}: Specification): Finding[] {
  if (dataset === undefined) return [];
  const policy = dataset.negative_sampling_policy;
  if (policy === (sampling?.policy ?? 'none')) return [];
  return [
    {
      path: ['dataset', 'negative_sampling_policy'],
      found: inWords(policy),
      expected: sampling
        ? `${sampling.policy}, the policy of section negative_sampling`
        : 'none, as there is no section negative_sampling',
      advice: sampling
        ? `Write ${sampling.policy}, or remove section negative_sampling.`
        : 'Write none, or add section negative_sampling with the policy.',
    },
  ];
}

function surface({ dataset }: Specification): Finding[] {
  const examples = dataset?.base_examples;
  return examples?.surface !== undefined &&
    Object.hasOwn(examples.where, 'surface')
    ? [
        {
          path: ['dataset', 'base_examples', 'where', 'surface'],
          at: 'key',
          found: 'surface a second time',
          expected: 'surface once',
          advice: 'Remove it here or above.',
        },
      ]
    : [];
}

function primaryMetric({ evaluation }: Specification): Finding[] {
  return evaluation === undefined ||
    evaluation.metrics.includes(evaluation.primary)
    ? []
    : [
        {
          path: ['evaluation', 'primary'],
          found: evaluation.primary,
          expected: `one of metrics: ${evaluation.metrics.join(', ')}`,
          advice: `Add ${evaluation.primary} to metrics, or choose one of them.`,
        },
      ];
}

/** Built-in steps read tables; a pipeline of its own steps may read any file. */
function formats({ dataset, sources }: Specification): Finding[] {
  if (dataset === undefined) return [];
  return each(sources, (name, { path, format }) =>
    format === undefined && formatOf(path) === undefined
      ? [
          {
            path: ['sources', name],
            found: `${inWords(path)} without a format`,
            expected: 'a format',
            advice: 'Add `format: parquet` or `format: csv`.',
          },
        ]
      : [],
  );
}

function runtimes({ training, steps }: Specification): Finding[] {
  return [
    ...whereSound(() => codeInImage(['training'], training?.runtime)),
    ...each(steps, (name, step) => codeInImage(['steps', name], step.runtime)),
  ];
}

function codeInImage(path: string[], runtime: Runtime | undefined): Finding[] {
  return runtime?.code === 'image' && runtime.container_image === undefined
    ? [
        {
          path: [...path, 'runtime', 'code'],
          found: 'code in an image that is not named',
          expected: 'container_image beside `code: image`',
          advice: 'Add container_image, or name the folder of the code.',
        },
      ]
    : [];
}

/** The runner speaks to a command through variables of this name. */
const OWN_VARIABLES = 'TRAINYARD_';

function secretNames({ secrets }: Specification): Finding[] {
  return Object.keys(secrets)
    .filter(name => name.toUpperCase().startsWith(OWN_VARIABLES))
    .map(name => ({
      path: ['secrets', name],
      at: 'key',
      found: `the name ${name}`,
      expected: `a name that does not begin with ${OWN_VARIABLES}`,
      advice: 'Rename it: the platform sets variables of that kind itself.',
    }));
}
