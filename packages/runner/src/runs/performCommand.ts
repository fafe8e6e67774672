import { writeFile } from 'node:fs/promises';
import { verifyFolder } from '@trainyard/artifacts';
import { readMetrics } from '../commands/readMetrics';
import { runCommand } from '../commands/runCommand';
import { commandParameters } from './commandParameters';
import { judgeCommand } from './judgeCommand';
import { keepCheckpoints } from './keepCheckpoints';
import { appendLiveMetrics } from './liveMetrics';
import { fetchInput, type LaidInput } from './fetchInputs';
import { notPerformed } from './notPerformed';
import type { LaidInputs, Performed, StepJob } from './stepJob';
import type { RunPorts } from './runPorts';
import { readTail, redact } from './stepLog';
import { outputFolders } from './workFolder';

/** Runs a user's command and looks whether it kept its hands off what it was given. */
export async function performCommand(
  job: StepJob,
  laid: LaidInputs,
  ports: RunPorts,
): Promise<Performed> {
  const { step, folder } = job;
  if (!step.command || !step.environment) {
    throw new TypeError(`${step.name} has no command to run`);
  }
  const environment = await ports.prepareEnvironment(step.environment, job.say);
  if ('problem' in environment) return notPerformed([environment.problem]);
  const secrets = readSecrets(job, ports);
  if (secrets.missing.length > 0) return notPerformed(secrets.missing);

  const code =
    step.code &&
    (await fetchInput(ports.store, ports.sources, step.code, folder.code));
  await writeFile(folder.parameters, commandParameters(step));
  const checkpoints = await keepCheckpoints(job, ports);
  const live = appendLiveMetrics(
    {
      of: { ...job.by, step: step.name },
      file: folder.metrics,
      secrets: Object.values(secrets.variables),
    },
    ports.store,
  );
  const end = await runCommand({
    argv: step.command,
    ownFolder: folder.root,
    workFolder: folder.code,
    inputFolder: folder.inputs,
    outputFolder: folder.outputs,
    paramsFile: folder.parameters,
    metricsFile: folder.metrics,
    checkpointFolder: folder.checkpoints,
    temporaryFolder: folder.scratch,
    logFile: folder.log,
    environment: { ...environment.variables, ...secrets.variables },
    threads: step.threads,
    timeoutSeconds: step.resources.timeout_seconds,
    isolation: await ports.isolation(),
    signal: ports.signal,
  }).finally(async () => {
    await live.settle();
    await checkpoints.settle();
  });
  // Before anything of it is read: its last words go into the manifest.
  await redact(folder.log, Object.values(secrets.variables));

  const { points, problems } = await readMetrics(folder.metrics);
  const touched = await whatWasTouched(laid, code || undefined);
  const judged = await judgeCommand(
    step,
    end,
    [...touched, ...problems],
    lines => readTail(folder.log, lines),
  );
  return {
    ...judged,
    outputs: outputFolders(step, folder.outputs),
    logical: {},
    names: [],
    metrics: points,
    measurements: {
      wall_seconds: end.wallSeconds,
      cpu_seconds: end.cpuSeconds,
      peak_memory_bytes: end.peakMemoryBytes,
    },
    isolation: [...end.isolation],
    exitCode: end.exitCode,
    ...(checkpoints.resumedFrom !== undefined && {
      resumedFrom: checkpoints.resumedFrom,
    }),
  };
}

/** Values go into the command's environment and nowhere else. */
function readSecrets({ step }: StepJob, { readSecret }: RunPorts) {
  const variables: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, { env }] of Object.entries(step.secrets ?? {})) {
    const value = readSecret(env);
    if (value === undefined) {
      missing.push(
        `secret ${name}: expected the environment variable ${env}, found none. Set it where trainyard runs.`,
      );
    } else {
      variables[name] = value;
    }
  }
  return { variables, missing };
}

/** A mount namespace keeps inputs and code as they are; elsewhere this is how we know. */
async function whatWasTouched(
  laid: LaidInputs,
  code: LaidInput | undefined,
): Promise<string[]> {
  const given = [
    ...[...laid].map(([name, input]) => [`input ${name}`, input] as const),
    ...(code ? [['its code', code] as const] : []),
  ];
  const told = await Promise.all(
    given.map(async ([what, { folder, entries }]) => {
      const changes = await verifyFolder(folder, entries);
      return changes.map(
        ({ path, change }) =>
          `the command touched ${what}: ${path} was ${change}. Inputs and code are read-only: write to $TRAINYARD_OUT, or to $TMPDIR.`,
      );
    }),
  );
  return told.flat();
}
