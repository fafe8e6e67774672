import type { AuditorService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import {
  trainingStopPermission,
  trainingSubmitPermission,
} from '@trainyard/backstage-plugin-ml-training-common';
import { audited } from '../audit/audited';
import type { TrainingAuthorizer } from '../permissions/authorizer';
import { resourceOfRun } from '../permissions/registerPermissions';
import type { Handlers } from '../router/call';
import { refusalToRetry } from './refusalToRetry';
import type { RunStore } from './runStore';

export interface AttemptRoutePorts {
  readonly auditor: AuditorService;
  readonly authorizer: TrainingAuthorizer;
  readonly runs: Pick<RunStore, 'askToStop' | 'retry'>;
  /** Has the reconciler look now, and tells open pages. */
  readonly changed: (run: string) => void;
}

/** What ends an attempt of a run or begins another. Each is authorised here and leaves an audit event, refused or not. */
export function attemptRoutes({
  auditor,
  authorizer,
  runs,
  changed,
}: AttemptRoutePorts): Pick<Handlers, 'stopRun' | 'retryRun'> {
  return {
    stopRun: ({ entry, caller, request }) =>
      audited(
        auditor,
        {
          eventId: 'run-stop',
          severityLevel: 'medium',
          request,
          meta: { run: entry.summary.run },
        },
        async () => {
          const { run, state } = entry.summary;
          await authorizer.demand(
            caller,
            trainingStopPermission,
            resourceOfRun(entry.summary),
          );
          const asked = await runs.askToStop(run, caller.principal);
          // Whoever stops a run that was stopped has what they want.
          if (asked !== 'asked' && state !== 'stopped') {
            throw new ConflictError(
              `Run ${run} has ended: there is nothing to stop.`,
            );
          }
          changed(run);
          return { run, created: false };
        },
        () => ({}),
      ),

    retryRun: ({ entry, caller, request }) =>
      audited(
        auditor,
        {
          eventId: 'run-retry',
          severityLevel: 'medium',
          request,
          meta: { run: entry.summary.run, attempt: entry.summary.attempt },
        },
        async () => {
          const { run, attempt } = entry.summary;
          await authorizer.demand(
            caller,
            trainingSubmitPermission,
            resourceOfRun(entry.summary),
          );
          const refusal = refusalToRetry(entry.summary.state);
          if (refusal) throw new ConflictError(refusal);
          const { outcome } = await runs.retry(run, attempt);
          if (outcome !== 'queued') {
            throw new ConflictError(
              `Run ${run} is being executed: somebody was first.`,
            );
          }
          changed(run);
          return { run, created: false };
        },
        () => ({}),
      ),
  };
}
