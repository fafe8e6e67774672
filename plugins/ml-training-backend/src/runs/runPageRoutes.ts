import { NotFoundError } from '@backstage/errors';
import {
  trainingStopPermission,
  trainingSubmitPermission,
  type BundleView,
  type Comparison,
  type EvidenceView,
  type MetricHistory,
  type RunDetail,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { TrainingAuthorizer } from '../permissions/authorizer';
import { resourceOfRun } from '../permissions/registerPermissions';
import type { Handlers } from '../router/call';
import { readableRun } from './readableRun';
import type { RunEntry, RunStore } from './runStore';

/** What the caller's permissions allow; whether the run's state does is another question. */
export interface AllowedActions {
  readonly stop: boolean;
  readonly retry: boolean;
  readonly again: boolean;
  readonly reproduce: boolean;
}

export interface RunPagePorts {
  readonly authorizer: TrainingAuthorizer;
  readonly runs: RunStore;
  readonly views: {
    detail(entry: RunEntry, allowed: AllowedActions): Promise<RunDetail>;
    evidence(entry: RunEntry): Promise<EvidenceView>;
    metrics(entry: RunEntry): Promise<MetricHistory>;
  };
  readonly compare: (entries: readonly RunEntry[]) => Promise<Comparison>;
  readonly bundle: (
    entry: RunEntry,
    previous: RunEntry | undefined,
  ) => Promise<BundleView>;
}

type PageRoutes = Pick<
  Handlers,
  | 'listRuns'
  | 'runFacets'
  | 'compareRuns'
  | 'showRun'
  | 'showEvidence'
  | 'showMetrics'
  | 'showBundle'
>;

/** What the pages about runs show. */
export function runPageRoutes(ports: RunPagePorts): PageRoutes {
  const { authorizer, runs, views, compare, bundle } = ports;
  return {
    listRuns: async ({ query, caller }) =>
      runs.list(query, await authorizer.visibility(caller)),

    runFacets: async ({ caller }) =>
      runs.facets(await authorizer.visibility(caller)),

    async compareRuns({ query, caller }) {
      const entries: RunEntry[] = [];
      for (const run of query.run) {
        const entry = await readableRun(run, caller, ports);
        if (!entry) {
          throw new NotFoundError(
            `There is no run ${run}, or you may not see it.`,
          );
        }
        entries.push(entry);
      }
      return compare(entries);
    },

    async showRun({ entry, caller }) {
      const [stop, submit] = await authorizer.may(
        caller,
        [trainingStopPermission, trainingSubmitPermission],
        resourceOfRun(entry.summary),
      );
      return views.detail(entry, {
        stop,
        retry: submit,
        again: submit,
        reproduce: submit,
      });
    },

    showEvidence: ({ entry }) => views.evidence(entry),
    showMetrics: ({ entry }) => views.metrics(entry),

    async showBundle({ entry, caller }) {
      const before = await runs.previous(entry.summary.run);
      return bundle(
        entry,
        before === undefined
          ? undefined
          : await readableRun(before, caller, ports),
      );
    },
  };
}
