import type {
  PipelineSummary,
  RunSummary,
} from '@trainyard/backstage-plugin-ml-training-common';
import { resourceOfRun } from '../permissions/registerPermissions';
import { sees } from '../permissions/sees';
import type { Visibility } from '../permissions/visibility';
import type { RunStore } from '../runs/runStore';
import type { CatalogPipeline } from './pipelineCatalog';
import { pipelineHistory } from './pipelineHistory';

/** Of a pipeline's strip. */
const LAST_RUNS = 30;

export interface SummaryPorts {
  readonly runs: Pick<RunStore, 'ofPipeline' | 'list'>;
  readonly now: () => Date;
}

export interface SummarisedPipeline {
  readonly summary: PipelineSummary;
  /** Newest first: those among the last that the caller may see. */
  readonly runs: readonly RunSummary[];
}

/** A pipeline with how its last runs went. */
export async function summarisePipeline(
  { entity, name, title, description, owner }: CatalogPipeline,
  visible: Visibility,
  { runs, now }: SummaryPorts,
): Promise<SummarisedPipeline> {
  // Runs keep the owner and namespace that they had.
  const last = (await runs.ofPipeline(entity, LAST_RUNS)).filter(run =>
    sees(visible, resourceOfRun(run)),
  );
  const olderSuccess =
    last.length < LAST_RUNS || last.some(({ state }) => state === 'succeeded')
      ? null
      : await successBefore(entity, visible, runs);
  const history = pipelineHistory(last, olderSuccess, now().getTime());
  return {
    summary: { entity, name, title, description, owner, ...history },
    runs: last,
  };
}

async function successBefore(
  entity: string,
  visible: Visibility,
  runs: SummaryPorts['runs'],
): Promise<string | null> {
  const { items } = await runs.list(
    { pipeline: [entity], state: ['succeeded'], limit: 1 },
    visible,
  );
  return items[0]?.endedAt ?? null;
}
