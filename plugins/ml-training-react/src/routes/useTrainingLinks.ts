import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
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
  /** The page of the catalog, by any entity's reference. */
  readonly entity: (entity: string) => string | undefined;
}

/** Finding a page costs about a millisecond: a list asks once, not in each of its rows. */
export function useTrainingLinks(): TrainingLinks {
  const runs = useRouteRef(runsRouteRef);
  const run = useRouteRef(runRouteRef);
  const compare = useRouteRef(compareRouteRef);
  const pipelines = useRouteRef(pipelinesRouteRef);
  const pipeline = useRouteRef(pipelineRouteRef);
  const model = useRouteRef(modelRouteRef);
  const entityPage = useRouteRef(entityRouteRef);
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
    entity: ref => {
      const { kind, namespace, name } = parseEntityRef(ref);
      return entityPage?.({ kind: kind.toLowerCase(), namespace, name });
    },
  };
}

function searchText(search: URLSearchParams | undefined): string {
  const text = search?.toString() ?? '';
  return text === '' ? '' : `?${text}`;
}
