import { dirname, resolve } from 'node:path';
import {
  beginLaunch,
  endLaunch,
  openBundle,
  readLaunchRequest,
  skippedStep,
  sourcePlaces,
  specificationOf,
  storedPlan,
  type LaunchEnd,
  type LaunchRequest,
} from '@trainyard/runner';
import type {
  Lock,
  Plan,
} from '@trainyard/backstage-plugin-ml-training-common';
import { STORE_VARIABLES, type ArtifactStore } from '@trainyard/artifacts';
import type { CommandConsole } from './console';
import { executeWith } from './execution';
import { EXIT, type ExitCode } from './exitCodes';
import { hostName } from './machine';
import { openStore } from './openStore';
import { refusalLines } from './runAnswer';
import { storeText } from './storeAddress';
import { watchLaunch } from './watchLaunch';

/**
 * Executes one attempt that a service submitted: the record and the plan are in
 * the store, the request says where. Started detached, so that it outlives the
 * service; both speak with each other by the files of the request's folder.
 */
export async function executeLaunch(
  file: string,
  terminal: CommandConsole,
): Promise<ExitCode> {
  const folder = dirname(resolve(terminal.folder, file));
  // Of two that were started for one launch, or of one that was withdrawn, this is the last word.
  if (!(await beginLaunch(folder))) return EXIT.succeeded;
  const watch = watchLaunch(folder, terminal.signal);
  let end: LaunchEnd;
  try {
    end = await execute(folder, { ...terminal, signal: watch.signal });
  } catch (error) {
    terminal.err.write(
      `${error instanceof Error ? error.stack : String(error)}\n`,
    );
    end = gaveUp([error instanceof Error ? error.message : String(error)]);
  } finally {
    watch.close();
  }
  await endLaunch(folder, end);
  return end.outcome === 'ended' ? EXIT.succeeded : EXIT.failed;
}

async function execute(
  folder: string,
  terminal: CommandConsole,
): Promise<LaunchEnd> {
  const request = await readLaunchRequest(folder);
  if (!request) return gaveUp([`${folder} has no request.json`]);
  const opened = await openStore(request.store, terminal);
  const { store } = opened;
  const { run, attempt } = request;
  const record = await store.runs.find(run);
  if (!record) {
    return gaveUp([
      `The run ${run} is not in the store ${storeText(request.store)}: a run is submitted to an engine after it was written there.`,
    ]);
  }
  const plan = await storedPlan(store, record);
  const { lock } = specificationOf(
    await openBundle(store, record.bundle, record.specification),
  );
  const without = sourcesWithoutFolder(request, lock);
  if (without.length > 0) return refuse(store, request, plan, without);

  const ended = await executeWith(
    { plan, record, resume: true, attempt },
    { ...opened, workFolder: request.work_folder },
    // Copied sources were brought into the store when the run was submitted.
    sourcePlaces(request.source_folder ?? folder, lock, ['sha256']),
    { ...terminal, environment: withoutStore(terminal.environment, request) },
    request.builtin_threads,
  );
  switch (ended.outcome) {
    case 'ended':
      return {
        schema_version: 1,
        outcome: 'ended',
        status: ended.end.status,
      };
    case 'sources changed':
      return refuse(store, request, plan, refusalLines(ended));
    default:
      return gaveUp(refusalLines(ended));
  }
}

/** What opens the store is not for steps, unless the operator lets them have the very same. */
function withoutStore(
  environment: CommandConsole['environment'],
  { secrets }: LaunchRequest,
): CommandConsole['environment'] {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => secrets.includes(name) || !STORE_VARIABLES.includes(name),
    ),
  );
}

/** A pin by digest says what the bytes are, and not where they are. */
function sourcesWithoutFolder(
  { source_folder: folder }: LaunchRequest,
  { sources }: Lock,
): string[] {
  if (folder !== undefined) return [];
  return Object.entries(sources)
    .filter(([, { strength }]) => strength === 'sha256')
    .map(
      ([name]) =>
        `source ${name}: it is pinned by digest only, and nothing says where it lies on this host. Pin it with "pin: copied", or submit the run from a folder of this host.`,
    );
}

/** Ends the attempt as a failure that a person has to mend, before any step. */
async function refuse(
  store: ArtifactStore,
  { run, attempt }: LaunchRequest,
  plan: Plan,
  because: readonly string[],
): Promise<LaunchEnd> {
  const at = new Date().toISOString();
  const begun = { host: hostName(), at };
  if ((await store.runs.claimAttempt(run, attempt, begun)) === 'taken') {
    return gaveUp(because);
  }
  await store.runs.endAttempt({
    schema_version: 1,
    run,
    attempt,
    status: 'failed',
    steps: plan.steps.map(step => skippedStep(step, ...because)),
    ended_at: at,
  });
  return { schema_version: 1, outcome: 'ended', status: 'failed' };
}

function gaveUp(because: readonly string[]): LaunchEnd {
  return { schema_version: 1, outcome: 'gave up', because: [...because] };
}
