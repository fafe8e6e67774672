import { commandConstants } from '@trainyard/backstage-plugin-ml-training-common';
import type { WorkflowSettings } from '../settings/workflowSettings';
import { BRACE_VARIABLE } from '../text/kubeletText';
import type { CommandShape } from './commandShape';
import { secretVariable } from './storeAccess';
import { TAG } from './tags';
import type { Variable } from './workflow';

/** What fetching lays out; read-only for the command. */
export const GIVEN = '/trainyard/given';
/** What the command makes. */
export const MADE = '/trainyard/made';

/**
 * The environment of a user's container: as the runner makes it on a host, but for
 * PATH, which is the image's own.
 */
export function commandVariables(
  shape: CommandShape,
  settings: WorkflowSettings,
): Variable[] {
  const fixed: Record<string, string> = {
    HOME: `${MADE}/tmp`,
    TMPDIR: `${MADE}/tmp`,
    ...commandConstants(shape.threads),
    TRAINYARD_IN: `${GIVEN}/in`,
    TRAINYARD_OUT: `${MADE}/out`,
    TRAINYARD_PARAMS: `${GIVEN}/params.json`,
    TRAINYARD_METRICS: `${MADE}/metrics/metrics.jsonl`,
    TRAINYARD_CHECKPOINT: `${MADE}/checkpoints`,
    ...(shape.workers > 1 && {
      TRAINYARD_RANK: TAG.input('worker'),
      TRAINYARD_WORLD_SIZE: `${shape.workers}`,
      TRAINYARD_WORKERS: `${GIVEN}/workers.json`,
    }),
  };
  return [
    // First, since the kubelet puts in what was named before.
    { name: BRACE_VARIABLE, value: '{' },
    ...secretVariables(shape, settings).filter(({ name }) => !(name in fixed)),
    ...Object.entries(fixed).map(([name, value]) => ({ name, value })),
  ];
}

/** The secrets of a step, by the names by which its command knows them. */
function secretVariables(
  { secrets }: CommandShape,
  settings: WorkflowSettings,
): Variable[] {
  return secrets.flatMap(([variable, env]) => {
    const source = settings.secrets[env];
    return source ? [secretVariable(variable, source.secret, source.key)] : [];
  });
}

/**
 * The same for our container that takes them out of the log: `TRAINYARD_SECRET_<name>`,
 * since a name that a user chose, such as NODE_OPTIONS, would tell that container what to do.
 */
export function secretsToCover(
  shape: CommandShape,
  settings: WorkflowSettings,
): Variable[] {
  return secretVariables(shape, settings).map(variable => ({
    ...variable,
    name: `TRAINYARD_SECRET_${variable.name}`,
  }));
}
