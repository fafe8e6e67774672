import type { EngineRef } from '@trainyard/backstage-plugin-ml-training-node';

/** `EngineRef.id`: where an attempt is, also after a restart. */
export interface WorkflowPlace {
  /** The operator's name of the cluster. */
  readonly cluster: string;
  /** Of Kubernetes. */
  readonly namespace: string;
  readonly workflow: string;
}

export function placeId({
  cluster,
  namespace,
  workflow,
}: WorkflowPlace): string {
  return `${cluster}/${namespace}/${workflow}`;
}

/** @throws Error where the id was not made by placeId */
export function placeOf({ id }: Pick<EngineRef, 'id'>): WorkflowPlace {
  const [cluster, namespace, workflow, ...more] = id.split('/');
  if (!cluster || !namespace || !workflow || more.length > 0) {
    throw new Error(
      `The run was given to something else than this engine: expected <cluster>/<namespace>/<workflow>, found ${id}.`,
    );
  }
  return { cluster, namespace, workflow };
}
