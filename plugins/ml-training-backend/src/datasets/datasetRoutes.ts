import { NotFoundError } from '@backstage/errors';
import type { DatasetDetail } from '@trainyard/backstage-plugin-ml-training-common';
import type { TrainingAuthorizer } from '../permissions/authorizer';
import { resourceOfRun } from '../permissions/registerPermissions';
import { sees } from '../permissions/sees';
import type { Visibility } from '../permissions/visibility';
import type { Handlers } from '../router/call';
import type { RunStore } from '../runs/runStore';
import type { DatasetStore } from './datasetStore';

export interface DatasetPorts {
  readonly authorizer: TrainingAuthorizer;
  readonly datasets: Pick<DatasetStore, 'list' | 'find'>;
  readonly runs: Pick<RunStore, 'find'>;
}

export function datasetRoutes({
  authorizer,
  datasets,
  runs,
}: DatasetPorts): Pick<Handlers, 'listDatasets' | 'showDataset'> {
  return {
    listDatasets: async ({ query, caller }) =>
      datasets.list(query, await authorizer.visibility(caller)),

    async showDataset({ params: { namespace, name }, caller }) {
      const found = await datasets.find(namespace, name);
      const visible = await authorizer.visibility(caller);
      if (!found || !sees(visible, found)) {
        throw new NotFoundError(
          `There is no dataset ${name} in namespace ${namespace}, or you may not see it.`,
        );
      }
      const trainedOn = await visibleRuns(found.trainedOn, visible, runs);
      return { ...found, trainedOn };
    },
  };
}

/** Others may train on a dataset that one may see; their runs stay theirs. */
async function visibleRuns(
  all: DatasetDetail['trainedOn'],
  visible: Visibility,
  runs: DatasetPorts['runs'],
): Promise<DatasetDetail['trainedOn']> {
  if (visible.rows === 'all') return all;
  const seen = await Promise.all(
    all.map(async ({ run }) => {
      const entry = await runs.find(run);
      return entry ? sees(visible, resourceOfRun(entry.summary)) : false;
    }),
  );
  return all.filter((_, i) => seen[i]);
}
