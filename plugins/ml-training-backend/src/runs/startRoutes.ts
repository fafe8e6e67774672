import type { AuditorService } from '@backstage/backend-plugin-api';
import { trainingSubmitPermission } from '@trainyard/backstage-plugin-ml-training-common';
import { audited } from '../audit/audited';
import type { Caller } from '../callers/caller';
import {
  engineAgain,
  engineFor,
  type EngineShelf,
} from '../engines/engineShelf';
import type { TrainingAuthorizer } from '../permissions/authorizer';
import {
  resourceOfPipeline,
  resourceOfRun,
} from '../permissions/registerPermissions';
import type { PipelineCatalog } from '../pipelines/pipelineCatalog';
import { readablePipeline } from '../pipelines/readablePipeline';
import type { Call, Handlers } from '../router/call';
import { repeatRun } from './repeatRun';
import type { RunStore } from './runStore';
import { startOnce, type StartOncePorts } from './startOnce';
import type { StartPorts } from './startRun';
import { requestDigest, submitRun, type SubmitPorts } from './submitRun';

export interface StartRoutePorts
  extends StartOncePorts, Omit<SubmitPorts, 'runs' | 'mayRunIn'> {
  readonly auditor: AuditorService;
  readonly authorizer: TrainingAuthorizer;
  readonly engines: EngineShelf;
  readonly pipelines: PipelineCatalog;
  readonly runs: Pick<RunStore, 'create' | 'findByToken'>;
}

type StartRoutes = Pick<Handlers, 'submitRun' | 'runAgain' | 'reproduceRun'>;

/** What starts a run. Each is authorised here and leaves an audit event, refused or not. */
export function startRoutes(ports: StartRoutePorts): StartRoutes {
  const { auditor, authorizer } = ports;

  const repeat =
    (how: 'again' | 'reproduce') =>
    ({ entry, body, caller, request }: Call<'runAgain' | 'reproduceRun'>) => {
      const { run, owner, pipeline } = entry.summary;
      const token = body.token;
      const digest = requestDigest({ how, run });
      return audited(
        auditor,
        {
          eventId: how === 'again' ? 'run-again' : 'run-reproduce',
          severityLevel: 'medium',
          request,
          meta: { run, pipeline: pipeline.entity },
        },
        async () => {
          await authorizer.demand(
            caller,
            trainingSubmitPermission,
            resourceOfRun(entry.summary),
          );
          return startOnce(caller, token, digest, ports, async () => {
            const known = await ports.pipelines.find(pipeline.entity);
            const ownerNow = known?.owner ?? owner;
            return repeatRun(
              {
                entry,
                how,
                engine: engineAgain(ports.engines, entry.summary.engine),
                owner: ownerNow,
                trigger:
                  how === 'reproduce' ? 'reproduction' : triggerOf(caller),
                principal: caller.principal,
                token,
                requestDigest: digest,
              },
              { ...ports, mayRunIn: mayRunIn(caller, ownerNow, authorizer) },
            );
          });
        },
        answer => ({ ...answer }),
      );
    };

  return {
    submitRun: ({ body, caller, request }) =>
      audited(
        auditor,
        {
          eventId: 'run-submit',
          severityLevel: 'medium',
          request,
          meta: { pipeline: body.pipeline },
        },
        async () => {
          const pipeline = await readablePipeline(body.pipeline, caller, ports);
          await authorizer.demand(
            caller,
            trainingSubmitPermission,
            resourceOfPipeline(pipeline),
          );
          const { engine = '', purpose = 'train', token } = body;
          const digest = requestDigest({
            how: 'submit',
            pipeline: pipeline.entity,
            purpose,
            engine,
          });
          return startOnce(caller, token, digest, ports, () =>
            submitRun(
              {
                pipeline,
                engine: engineFor(ports.engines, body.engine),
                purpose,
                trigger: triggerOf(caller),
                principal: caller.principal,
                token,
                requestDigest: digest,
              },
              {
                ...ports,
                mayRunIn: mayRunIn(caller, pipeline.owner, authorizer),
              },
            ),
          );
        },
        answer => ({ ...answer }),
      ),

    runAgain: repeat('again'),
    reproduceRun: repeat('reproduce'),
  };
}

/** Whoever may run a pipeline could else write into any tenant's namespace, by naming it in a specification of their own. */
function mayRunIn(
  caller: Caller,
  owner: string,
  authorizer: TrainingAuthorizer,
): StartPorts['mayRunIn'] {
  return async namespace => {
    const [allowed] = await authorizer.may(caller, [trainingSubmitPermission], {
      owner,
      namespace,
    });
    return allowed;
  };
}

/** What no person set off, a clock did. */
function triggerOf({ kind }: Caller): 'person' | 'schedule' {
  return kind === 'user' ? 'person' : 'schedule';
}
