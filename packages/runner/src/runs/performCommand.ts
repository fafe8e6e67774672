import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyFolder } from '@trainyard/artifacts';
import {
  canonicalJson,
  type PlanStep,
} from '@trainyard/backstage-plugin-ml-training-common';
import { adviseOnLog } from '../commands/adviseOnLog';
import { readMetrics } from '../commands/readMetrics';
import { runCommand, type CommandEnd } from '../commands/runCommand';
import { keepCheckpoints } from './keepCheckpoints';
import { fetchInput, type LaidInput } from './fetchInputs';
import type { LaidInputs, Performed, StepJob } from './stepJob';
import type { RunPorts } from './runPorts';
import { readTail, redact } from './stepLog';

/** A command that ends so has decided against going on; it did not break. */
const EXIT_BLOCKED = 10;

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
  if ('problem' in environment) return notStarted([environment.problem]);
  const secrets = readSecrets(job, ports);
  if (secrets.missing.length > 0) return notStarted(secrets.missing);

  const code =
    step.code &&
    (await fetchInput(ports.store, ports.sources, step.code, folder.code));
  await writeFile(folder.parameters, `${parametersText(job)}\n`);
  const checkpoints = await keepCheckpoints(job, ports);
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
  }).finally(() => checkpoints.settle());
  // Before anything of it is read: its last words go into the manifest.
  await redact(folder.log, Object.values(secrets.variables));

  const { points, problems } = await readMetrics(folder.metrics);
  const touched = await whatWasTouched(laid, code || undefined);
  const faults = [...touched, ...problems];
  if (end.exitCode !== 0 && end.exitCode !== EXIT_BLOCKED) {
    faults.unshift(...(await whyItEnded(end, job)));
  }
  const decided = end.exitCode === EXIT_BLOCKED ? 'blocked' : 'succeeded';
  return {
    verdict: faults.length > 0 ? 'failed' : decided,
    because:
      faults.length === 0 && decided === 'blocked'
        ? await whyItBlocked(job)
        : faults,
    outputs: Object.fromEntries(
      step.outputs.map(name => [name, join(folder.outputs, name)]),
    ),
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

function notStarted(because: readonly string[]): Performed {
  return {
    verdict: 'failed',
    because,
    outputs: {},
    logical: {},
    names: [],
    metrics: [],
    measurements: {
      wall_seconds: 0,
      cpu_seconds: null,
      peak_memory_bytes: null,
    },
    isolation: [],
    exitCode: null,
  };
}

/** What the command finds in TRAINYARD_PARAMS (design §5). */
function parametersText({ step }: StepJob): string {
  return canonicalJson({
    ...step.parameters,
    schema_version: 1,
    step: step.name,
    seeds: step.seeds,
    threads: step.threads,
  });
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

const TAIL_LINES = 8;

async function whyItEnded(end: CommandEnd, job: StepJob): Promise<string[]> {
  const { step, folder } = job;
  const tail = await readTail(folder.log, TAIL_LINES);
  const advice = adviseOnLog(tail);
  return [
    `"${step.command?.join(' ')}" ${howItEnded(end, step)}. ${tail ? 'Its last words:' : 'It said nothing.'}`,
    ...(tail ? tail.split('\n').map(line => `  ${line}`) : []),
    ...(advice ? [advice] : []),
  ];
}

function howItEnded(end: CommandEnd, { resources }: PlanStep): string {
  if (end.timedOut) {
    return `did not end within its timeout of ${resources.timeout_seconds} s`;
  }
  if (end.signal === 'SIGKILL') {
    return 'was ended by SIGKILL: by a person, or for want of memory';
  }
  if (end.signal) return `was ended by ${end.signal}`;
  return `ended with exit code ${end.exitCode}`;
}

async function whyItBlocked({ folder, step }: StepJob): Promise<string[]> {
  const tail = await readTail(folder.log, TAIL_LINES);
  return [
    `"${step.command?.join(' ')}" decided to block (exit code ${EXIT_BLOCKED})`,
    ...(tail ? tail.split('\n').map(line => `  ${line}`) : []),
  ];
}
