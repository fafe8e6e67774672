import type { Specification } from '../specification';

const OUTPUTS: readonly (readonly [string, readonly string[]])[] = [
  ['validate-input-data', ['profile']],
  ['build-tables', ['tables', 'examples']],
  ['build-labels', ['labels']],
  ['build-features', ['features']],
  ['materialize-dataset', ['dataset', 'context']],
  [
    'split-dataset',
    ['train', 'validation', 'examples', 'labels', 'segments', 'split'],
  ],
  ['check-dataset', ['checks']],
  ['train-model', ['model']],
  ['score-model', ['predictions']],
  ['calibrate-predictions', ['calibration', 'calibrated']],
  ['evaluate-model', ['evaluation']],
  ['run-validation-gates', ['gates']],
  ['publish-report', ['report']],
  ['register-model', ['registration']],
];

/** What the default graph of a specification offers to its own steps; empty without a dataset. */
export function builtInOutputs({
  dataset,
}: Specification): ReadonlyMap<string, readonly string[]> {
  return new Map(dataset === undefined ? [] : OUTPUTS);
}
