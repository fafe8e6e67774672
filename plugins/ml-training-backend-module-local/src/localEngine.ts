import { access, constants, mkdir, realpath } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  EngineObservation,
  EnginePorts,
  EngineRef,
  EngineSubmission,
  TrainingEngine,
} from '@trainyard/backstage-plugin-ml-training-node';
import {
  compileBundle,
  createOnce,
  defaultCacheFolder,
  LAUNCH_FILES,
  readLaunchRequest,
  syncFolder,
  type LaunchRequest,
} from '@trainyard/runner';
import { builtinVersions } from '@trainyard/steps';
import { launchId, LaunchPlaces, workFolder } from './launches/launchPlaces';
import { launchState, type LaunchState } from './launches/launchState';
import { sweepAside } from './launches/launchSweep';
import { LaunchQueue } from './launches/queue';
import { stopLaunch } from './launches/stopLaunch';
import { lintPlan, secretNames } from './lintPlan';
import { followLog, newestTry } from './logs/followLog';
import { secretValues } from './logs/secretValues';
import { programTrouble } from './program';
import type { Environment } from './runnerEnvironment';
import { Scheduler } from './scheduler';
import type { EngineSettings } from './settings';

export const ENGINE_NAME = 'local';

export interface LocalEngineOptions {
  /** Where launches are kept; one for all portals of this host that share a store. */
  readonly folder: string;
  readonly ports: EnginePorts;
  readonly settings: EngineSettings;
  /** The bundled command line: trainyard.mjs. */
  readonly program: string;
  /** Of Node; the one that runs this process where it is absent. */
  readonly interpreter?: string;
  /** Of this process; what of it reaches a run is decided by the settings. */
  readonly environment: Environment;
  readonly now: () => Date;
  readonly logger: LoggerService;
}

/**
 * The embedded engine: a detached process for each attempt, on this host. All that
 * it knows lies on the disk, so that whoever opens the same folder again, after a
 * restart or a kill, finds every attempt as it is.
 */
export async function localEngine(
  options: LocalEngineOptions,
): Promise<TrainingEngine> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const places = new LaunchPlaces(await realpath(options.folder));
  const queue = new LaunchQueue(places.queue);
  await Promise.all([
    mkdir(places.launches, { recursive: true, mode: 0o700 }),
    queue.open(),
    sweepAside(places),
  ]);
  const scheduler = new Scheduler({
    ...options,
    places,
    queue,
    storeEnvironment: options.ports.storeEnvironment ?? {},
    interpreter: options.interpreter ?? process.execPath,
  });
  const closed = new AbortController();
  // What was waiting when the portal ended goes on without anybody asking.
  scheduler.poke();

  return {
    name: ENGINE_NAME,

    compile: ({ bundle, specification, lock }) =>
      compileBundle(
        bundle,
        specification,
        lock,
        builtinVersions(),
        defaultCacheFolder(options.environment),
      ),

    lint: async plan =>
      lintPlan(plan, {
        processors: availableParallelism(),
        memoryBytes: totalmem(),
        secrets: options.settings.secrets,
        environment: options.environment,
      }),

    async submit(submission) {
      const id = launchId(submission);
      const folder = places.launch(id);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await syncFolder(places.launches);
      const request = await requestOf(submission, places, options);
      await createOnce(join(folder, LAUNCH_FILES.request), request);
      await queue.add(id);
      scheduler.poke();
      const { run, attempt, namespace } = submission;
      return { run, attempt, namespace, id };
    },

    async observe(ref) {
      const observation = await observe(ref);
      scheduler.poke();
      return observation;
    },

    async stop(ref) {
      const folder = places.launch(ref.id);
      const request = await readLaunchRequest(folder);
      if (!request) return;
      await stopLaunch({
        folder,
        workFolder: join(request.work_folder, request.run),
        graceSeconds: options.settings.graceSeconds,
        now: options.now,
      });
      await scheduler.poke();
    },

    async logs(ref, step, { from, signal }) {
      const folder = places.launch(ref.id);
      const request = await readLaunchRequest(folder);
      if (!request) return undefined;
      const launch = await launchState(folder, options.now);
      if (launch.state !== 'executing') return undefined;
      const tried = await newestTry(
        join(request.work_folder, request.run, 'steps'),
        step,
      );
      if (tried === undefined) return undefined;
      return followLog({
        folder: tried,
        from,
        secrets: await secretValues(
          request.secrets,
          launch.by,
          options.environment,
        ),
        isOver: async () =>
          (await launchState(folder, options.now)).state !== 'executing',
        signal: AbortSignal.any([signal, closed.signal]),
      });
    },

    async trouble() {
      const program = await programTrouble(options.program);
      if (program) return program;
      return access(places.launches, constants.W_OK).then(
        () => undefined,
        () =>
          `The folder of launches ${places.launches} cannot be written. Give the portal's user the right to, or choose another in mlTraining.engines.local.folder.`,
      );
    },

    async close() {
      closed.abort();
      await scheduler.close();
    },
  };

  async function observe(ref: EngineRef): Promise<EngineObservation> {
    const folder = places.launch(ref.id);
    const launch = (await readLaunchRequest(folder))
      ? await launchState(folder, options.now)
      : undefined;
    if (launch?.state === 'waiting') {
      // Whoever was killed right after the request was written had not come to it.
      if (!scheduler.knows(ref.id)) await queue.add(ref.id);
      return { state: 'pending', because: await scheduler.whyItWaits(ref.id) };
    }
    const store = await options.ports.store(ref.namespace);
    // Told first: the process may still be tidying up.
    if (await store.runs.findEnd(ref.run, ref.attempt)) {
      return { state: 'ended' };
    }
    return launch?.state === 'executing'
      ? { state: 'running' }
      : { state: 'gone', because: whyItIsGone(launch) };
  }
}

function whyItIsGone(
  launch: Exclude<LaunchState, { state: 'waiting' | 'executing' }> | undefined,
): string {
  switch (launch?.state) {
    case 'withdrawn':
      return 'it was withdrawn before it began';
    case 'cut off':
      return launch.because;
    case 'ended':
      return launch.end.outcome === 'gave up'
        ? launch.end.because.join('\n')
        : 'its process told an end that the store does not have';
    default:
      return 'the embedded engine does not know it';
  }
}

async function requestOf(
  submission: EngineSubmission,
  places: LaunchPlaces,
  { ports, settings, now }: LocalEngineOptions,
): Promise<LaunchRequest> {
  const { run, attempt, namespace, plan, sourceFolder } = submission;
  const location = ports.storeLocation(namespace);
  // Processes are found again by the folder they are in, as the system names it.
  const store =
    location.kind === 'folder'
      ? { ...location, path: await realpath(location.path) }
      : location;
  return {
    schema_version: 1,
    run,
    attempt,
    store,
    work_folder: workFolder(store, places, attempt),
    ...(sourceFolder !== undefined && { source_folder: sourceFolder }),
    // Others were refused by the lint, and must not be readable where it was not asked.
    secrets: secretNames(plan).filter(name => settings.secrets.includes(name)),
    submitted_at: now().toISOString(),
  };
}
