import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  compareRouteRef,
  modelRouteRef,
  pipelineRouteRef,
  pipelinesRouteRef,
  runRouteRef,
  runsRouteRef,
} from './routes';

/** Where the pages are; undefined where the portal has cards but not the pages. */
export interface TrainingLinks {
  readonly runs: (search?: URLSearchParams) => string | undefined;
  readonly run: (run: string) => string | undefined;
  readonly compare: (runs: readonly string[]) => string | undefined;
  readonly pipelines: () => string | undefined;
  /** By the entity reference of the Component. */
  readonly pipeline: (entity: string) => string | undefined;
  readonly model: (namespace: string, name: string) => string | undefined;
}

export function useTrainingLinks(): TrainingLinks {
  const runs = useRouteRef(runsRouteRef);
  const run = useRouteRef(runRouteRef);
  const compare = useRouteRef(compareRouteRef);
  const pipelines = useRouteRef(pipelinesRouteRef);
  const pipeline = useRouteRef(pipelineRouteRef);
  const model = useRouteRef(modelRouteRef);
  return {
    runs: search => runs && `${runs()}${searchText(search)}`,
    run: id => run?.({ run: id }),
    compare: ids =>
      compare &&
      `${compare()}${searchText(new URLSearchParams(ids.map(id => ['run', id])))}`,
    pipelines: () => pipelines?.(),
    pipeline: entity => {
      const { namespace, name } = parseEntityRef(entity);
      return pipeline?.({ namespace, name });
    },
    model: (namespace, name) => model?.({ namespace, name }),
  };
}

function searchText(search: URLSearchParams | undefined): string {
  const text = search?.toString() ?? '';
  return text === '' ? '' : `?${text}`;
}
