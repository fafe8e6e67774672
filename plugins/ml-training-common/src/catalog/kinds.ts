/** The group and version of Trainyard's own kinds (design §9). */
export const API_VERSION = 'trainyard.dev/v1alpha1';

/** `spec.type` of a Component that is a training pipeline. */
export const PIPELINE_TYPE = 'training-pipeline';

export const ANNOTATIONS = {
  /** On a pipeline's Component: where its specification lies, relative to the entity's own file. */
  specification: 'trainyard.dev/specification',
  /** On what the provider made: the name as it is, where the entity's had to be shortened. */
  name: 'trainyard.dev/name',
  /** On a TrainingRun: its id. */
  run: 'trainyard.dev/run',
  /** On a Model or Dataset that a team authored: the trained one it speaks of, `namespace/name`. */
  of: 'trainyard.dev/of',
} as const;

export const RELATIONS = {
  trainedOn: 'trainedOn',
  usedToTrain: 'usedToTrain',
  producedBy: 'producedBy',
  produces: 'produces',
  derivedFrom: 'derivedFrom',
  sourceOf: 'sourceOf',
} as const;
