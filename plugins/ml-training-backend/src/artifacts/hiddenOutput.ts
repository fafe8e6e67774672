import type { StepView } from '@trainyard/backstage-plugin-ml-training-common';

/** Outputs in which labels of the test window lie beside their examples. */
const WITH_TEST_LABELS: ReadonlyMap<string, readonly string[]> = new Map([
  ['build-labels', ['labels']],
  ['materialize-dataset', ['dataset']],
  ['split-dataset', ['labels']],
]);

/**
 * Why the rows of an output are not shown: whoever sees the labels of the test can
 * fit a model to them, and then no figure of it means anything. Steps of these
 * names are built in; a pipeline cannot take their names for its own.
 */
export function hiddenOutput(
  { name }: Pick<StepView, 'name'>,
  output: string,
): string | null {
  return WITH_TEST_LABELS.get(name)?.includes(output)
    ? 'It holds the labels of the test window. They are not shown, so that no model is fitted to them; rows of training and validation are among the outputs of split-dataset.'
    : null;
}
