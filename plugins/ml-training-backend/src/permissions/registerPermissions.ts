import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { trainingPermissions } from '@trainyard/backstage-plugin-ml-training-common';
import type { PipelineCatalog } from '../pipelines/pipelineCatalog';
import type { RunStore } from '../runs/runStore';
import { trainingRules } from './rules';
import { trainingResourceRef, type TrainingResource } from './trainingResource';

export interface ResourcePorts {
  readonly runs: Pick<RunStore, 'find'>;
  readonly pipelines: Pick<PipelineCatalog, 'find'>;
}

export type TrainingRuleset = ReturnType<typeof registerPermissions>;

/** Tells the permission framework what there is to decide about, and how a reference is resolved. */
export function registerPermissions(
  registry: PermissionsRegistryService,
  ports: ResourcePorts,
) {
  registry.addResourceType({
    resourceRef: trainingResourceRef,
    permissions: trainingPermissions,
    rules: Object.values(trainingRules),
    getResources: refs => Promise.all(refs.map(ref => resourceOf(ref, ports))),
  });
  return registry.getPermissionRuleset(trainingResourceRef);
}

/** `run:<id>` or `pipeline:<entity reference>`, as pages name what they ask about. */
export async function resourceOf(
  ref: string,
  { runs, pipelines }: ResourcePorts,
): Promise<TrainingResource | undefined> {
  const [, kind, name] = /^(run|pipeline):(.+)$/.exec(ref) ?? [];
  if (kind === 'run') {
    const entry = await runs.find(name);
    return entry && resourceOfRun(entry.summary);
  }
  if (kind === 'pipeline') {
    const pipeline = await pipelines.find(name);
    return pipeline && resourceOfPipeline(pipeline);
  }
  return undefined;
}

export function resourceOfRun(run: {
  readonly owner: string;
  readonly pipeline: { readonly namespace: string };
}): TrainingResource {
  return { owner: run.owner, namespace: run.pipeline.namespace };
}

/** Before its specification is read, a pipeline lies in the namespace of its Component. */
export function resourceOfPipeline(pipeline: {
  readonly owner: string;
  readonly entity: string;
}): TrainingResource {
  const [, namespace] = /^[^:]+:([^/]+)\//.exec(pipeline.entity) ?? [];
  return { owner: pipeline.owner, namespace: namespace ?? 'default' };
}
