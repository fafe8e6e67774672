import type { UserInfoService } from '@backstage/backend-plugin-api';
import type {
  ModelSummary,
  Overview,
  Scope,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Caller } from '../callers/caller';
import type { ModelStore } from '../models/modelStore';
import type { TrainingAuthorizer } from '../permissions/authorizer';
import { resourceOfPipeline } from '../permissions/registerPermissions';
import { sees } from '../permissions/sees';
import type { PipelineCatalog } from '../pipelines/pipelineCatalog';
import {
  summarisePipeline,
  type SummaryPorts,
} from '../pipelines/summarisePipeline';
import type { Handlers } from '../router/call';

export interface OverviewPorts extends SummaryPorts {
  readonly authorizer: TrainingAuthorizer;
  readonly userInfo: UserInfoService;
  readonly models: Pick<ModelStore, 'list'>;
  readonly pipelines: Pick<PipelineCatalog, 'all'>;
}

const MOST_RUNS = 20;
const MOST_PIPELINES = 30;
/** More than these are not looked at. */
const MOST_LOOKED_AT = 200;
/** What nobody mended in this time waits for nobody. */
const TROUBLE_DAYS = 14;
const DAY = 86_400_000;

/** What needs a person now, of what they own. */
export function overviewRoutes(
  ports: OverviewPorts,
): Pick<Handlers, 'overview'> {
  const { authorizer, models, runs, pipelines, now } = ports;
  return {
    async overview({ query, caller }): Promise<Overview> {
      const owner = await ownersIn(query.scope, caller, ports.userInfo);
      if (owner?.length === 0) return NOTHING;
      const visible = await authorizer.visibility(caller);
      const since = new Date(now().getTime() - TROUBLE_DAYS * DAY);
      const mine = (await pipelines.all())
        .filter(it => sees(visible, resourceOfPipeline(it)))
        .filter(it => owner?.includes(it.owner) ?? true)
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .slice(0, MOST_LOOKED_AT);
      const [troubled, running, owned, summarised] = await Promise.all([
        runs.list(
          {
            state: ['failed', 'blocked', 'lost'],
            owner,
            from: since.toISOString(),
            limit: MOST_RUNS,
          },
          visible,
        ),
        runs.list(
          { state: ['running', 'queued'], owner, limit: MOST_RUNS },
          visible,
        ),
        models.list({ owner, limit: MOST_LOOKED_AT }, visible),
        Promise.all(mine.map(it => summarisePipeline(it, visible, ports))),
      ]);
      const all = summarised.map(({ summary }) => summary);
      return {
        troubled: {
          runs: troubled.items,
          more: Math.max((troubled.total ?? 0) - troubled.items.length, 0),
        },
        running: running.items,
        stale: all.filter(({ stale }) => stale),
        candidates: owned.items.flatMap(candidateOf),
        champions: owned.items.flatMap(({ champion }) => champion ?? []),
        pipelines: all.slice(0, MOST_PIPELINES),
      };
    },
  };
}

const NOTHING: Overview = {
  troubled: { runs: [], more: 0 },
  running: [],
  stale: [],
  candidates: [],
  champions: [],
  pipelines: [],
};

function candidateOf({ newest }: ModelSummary) {
  return newest?.stage === 'candidate' ? [newest] : [];
}

/** @returns undefined for everybody's; a service owns nothing and is shown all */
async function ownersIn(
  scope: Scope = 'teams',
  { kind, credentials }: Caller,
  userInfo: UserInfoService,
): Promise<string[] | undefined> {
  if (scope === 'all' || kind === 'service') return undefined;
  const { userEntityRef, ownershipEntityRefs } =
    await userInfo.getUserInfo(credentials);
  const refs = scope === 'mine' ? [userEntityRef] : ownershipEntityRefs;
  return refs.map(ref => ref.toLowerCase());
}
