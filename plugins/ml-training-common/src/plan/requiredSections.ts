import type { Specification } from '../documents/specification';

/** The sections that a pipeline with a dataset has. */
export interface RequiredSections {
  readonly dataset: NonNullable<Specification['dataset']>;
  readonly training: NonNullable<Specification['training']>;
  readonly scoring: NonNullable<Specification['scoring']>;
  readonly evaluation: NonNullable<Specification['evaluation']>;
}

/** @throws TypeError where one is missing: such a specification has problems and is not compiled */
export function requiredSections({
  dataset,
  training,
  scoring,
  evaluation,
}: Specification): RequiredSections {
  if (!dataset || !training || !scoring || !evaluation) {
    throw new TypeError(
      'a dataset without training, scoring and evaluation has no default graph',
    );
  }
  return { dataset, training, scoring, evaluation };
}
