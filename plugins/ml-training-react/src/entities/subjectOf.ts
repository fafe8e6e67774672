import type { Entity } from '@backstage/catalog-model';
import { ANNOTATIONS } from '@trainyard/backstage-plugin-ml-training-common';

/** What an entity of the catalog speaks of, as the training service names it. */
export interface Subject {
  readonly namespace: string;
  readonly name: string;
}

/**
 * The provider writes the name as it is beside the entity's own, which may be
 * shorter; a team that authors a Model itself says which trained one it means.
 */
export function subjectOf({ metadata }: Entity): Subject {
  const { annotations = {}, namespace = 'default', name } = metadata;
  const [ofNamespace, ofName] = (annotations[ANNOTATIONS.of] ?? '').split('/');
  if (ofNamespace && ofName) return { namespace: ofNamespace, name: ofName };
  return { namespace, name: annotations[ANNOTATIONS.name] ?? name };
}

/** The run that a TrainingRun entity stands for. */
export function runOf({ metadata }: Entity): string {
  return metadata.annotations?.[ANNOTATIONS.run] ?? metadata.name;
}
