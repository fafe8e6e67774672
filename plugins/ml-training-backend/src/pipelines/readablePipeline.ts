import { NotFoundError } from '@backstage/errors';
import { trainingReadPermission } from '@trainyard/backstage-plugin-ml-training-common';
import type { Caller } from '../callers/caller';
import type { TrainingAuthorizer } from '../permissions/authorizer';
import { resourceOfPipeline } from '../permissions/registerPermissions';
import type { CatalogPipeline, PipelineCatalog } from './pipelineCatalog';

export interface ReadablePipelinePorts {
  readonly pipelines: Pick<PipelineCatalog, 'find'>;
  readonly authorizer: TrainingAuthorizer;
}

/** @throws NotFoundError where there is none, and where the caller may not see it: nobody can tell which */
export async function readablePipeline(
  entity: string,
  caller: Caller,
  { pipelines, authorizer }: ReadablePipelinePorts,
): Promise<CatalogPipeline> {
  const found = await pipelines.find(entity);
  const [reads] = found
    ? await authorizer.may(
        caller,
        [trainingReadPermission],
        resourceOfPipeline(found),
      )
    : [];
  if (!found || !reads) {
    throw new NotFoundError(
      `There is no training pipeline ${entity} in the catalog, or you may not see it.`,
    );
  }
  return found;
}
