import { trainingReadPermission } from '@trainyard/backstage-plugin-ml-training-common';
import type { Caller } from '../callers/caller';
import type { TrainingAuthorizer } from '../permissions/authorizer';
import { resourceOfRun } from '../permissions/registerPermissions';
import type { RunEntry, RunStore } from './runStore';

export interface ReadableRunPorts {
  readonly runs: Pick<RunStore, 'find'>;
  readonly authorizer: TrainingAuthorizer;
}

/** @returns undefined where there is no such run, and where the caller may not see it: nobody can tell which */
export async function readableRun(
  run: string,
  caller: Caller,
  { runs, authorizer }: ReadableRunPorts,
): Promise<RunEntry | undefined> {
  const entry = await runs.find(run);
  if (!entry) return undefined;
  const [readable] = await authorizer.may(
    caller,
    [trainingReadPermission],
    resourceOfRun(entry.summary),
  );
  return readable ? entry : undefined;
}
