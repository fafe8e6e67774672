import { chmod, writeFile } from 'node:fs/promises';
import type {
  PlanStep,
  PodRequest,
  PodWork,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ResolvedStep } from '../runs/attempt';
import { readiness, type EndedStep } from '../runs/endedStep';
import { hint } from '../runs/hint';
import { resumedWords } from '../runs/keepCheckpoints';
import { endCommand, type Reported } from './endCommand';
import type { Fetched } from './fetched';
import { whyCalledOff } from './endOnce';
import { layForCommand } from './layForCommand';
import { meetWorkers } from './meetWorkers';
import { withPod, type Pod, type Refused } from './openPod';
import type { PodPlaces } from './podPlaces';
import type { PodPorts } from './podPorts';
import { sealStaged } from './sealStaged';
import { codeFaults, tryOf } from './stagedTry';
import { stepsBefore } from './stepsBefore';
import { tellEnd } from './tellEnd';
import { resolve, walkPlan } from './walkPlan';

export type CommandWork = Extract<PodWork, { kind: 'command' }>;

export interface FetchPorts extends PodPorts {
  readonly places: PodPlaces;
  /** Where other workers reach this pod; needed where there are any. */
  readonly address: string | undefined;
  readonly waitMilliseconds: number;
  readonly pollMilliseconds: number;
}

export type FetchOutcome =
  | { readonly outcome: 'ready'; readonly try: number }
  /** The command must not start. */
  | { readonly outcome: 'no further try'; readonly because: string }
  | Refused;

/**
 * What comes before a user's command in its pod: seals what commands before it
 * left, says whether this try may be, and lays out what the command is given.
 *
 * @param retries - how often Argo has tried before
 */
export async function fetchForPod(
  request: PodRequest & { readonly work: CommandWork },
  reported: ReadonlyMap<string, Reported>,
  retries: number,
  ports: FetchPorts,
): Promise<FetchOutcome> {
  const { work } = request;
  return withPod<FetchOutcome>(request, ports, async pod => {
    const step = pod.attempt.plan.steps.find(({ name }) => name === work.step);
    if (!step?.command) {
      return {
        outcome: 'refused',
        because: `the plan of ${request.run} has no command ${work.step}.`,
      };
    }
    if (work.workers > 1 && ports.address === undefined) {
      return {
        outcome: 'refused',
        because: `${work.step} has ${work.workers} workers: expected TRAINYARD_POD_IP to say where they reach this one, found nothing.`,
      };
    }
    const nth = tryOf(retries);
    const held = await whyHeldBack(pod, request, step, nth);
    if (held !== undefined) return { outcome: 'no further try', because: held };
    const ended = await sealBefore(pod, work, reported);
    const ready = readiness(step, ended);
    if (!ready.ready) {
      return { outcome: 'no further try', because: ready.because };
    }
    const resolved = resolve(step, ready.inputs);
    if (work.worker === 0) await recordEarlier(pod, resolved, nth);
    await begin(pod, resolved, nth, work, ports);
    return { outcome: 'ready', try: nth };
  });
}

/** @returns why the command must not start, in words */
async function whyHeldBack(
  pod: Pod,
  { run, attempt, host }: PodRequest,
  step: PlanStep,
  nth: number,
): Promise<string | undefined> {
  const { runs } = pod.ports.store;
  const claim = await runs.findAttempt(run, attempt);
  if (claim?.host !== host) {
    return `attempt ${attempt} of ${run} is ${claim ? `being executed by ${claim.host}` : 'not begun'}`;
  }
  const off = await whyCalledOff(pod);
  if (off !== undefined) return off;
  const sealed = await runs.findStep(run, attempt, step.name);
  if (sealed && sealed.verdict !== 'failed') {
    return `${step.name} has its result: try ${sealed.try} ${sealed.verdict}`;
  }
  const begun = await runs.findBegun(run, attempt, step.name);
  if (begun && begun.try > nth) {
    return `try ${nth} was superseded by try ${begun.try}`;
  }
  const faults = await codeFaults(pod, step, nth);
  if (faults.blocked) return `a try before decided to block`;
  return faults.failed > step.retries
    ? `it failed ${faults.failed} times by its own fault, and may be tried again ${step.retries} times`
    : undefined;
}

/** Ends what came before, as far as it is to be sealed by now. */
async function sealBefore(
  pod: Pod,
  { step, seals }: CommandWork,
  reported: ReadonlyMap<string, Reported>,
): Promise<ReadonlyMap<string, EndedStep>> {
  const before = stepsBefore(pod.attempt.plan, [step]);
  return walkPlan(pod, {
    isOver: ({ name }) => before.has(name),
    act: async (resolved, position) => {
      const { name } = resolved.step;
      if (!resolved.step.command || !seals.includes(name)) return undefined;
      const end = await endCommand(pod, resolved, reported.get(name));
      return tellEnd(pod, end, position);
    },
  });
}

/** Says of the tries before this one how they ended, each once. */
async function recordEarlier(
  pod: Pod,
  resolved: ResolvedStep,
  nth: number,
): Promise<void> {
  const { attempt, ports } = pod;
  const { name } = resolved.step;
  const tries = await ports.store.runs.tries(
    attempt.run,
    attempt.attempt,
    name,
  );
  for (const it of tries) {
    if (it.try < nth && !it.manifest)
      await sealStaged(pod, resolved, it, false);
  }
}

async function begin(
  pod: Pod,
  resolved: ResolvedStep,
  nth: number,
  { worker, workers }: CommandWork,
  ports: FetchPorts,
): Promise<void> {
  const { attempt, staging } = pod;
  const { store, now } = ports;
  const { step, identity } = resolved;
  const by = { run: attempt.run, attempt: attempt.attempt, try: nth };
  if (worker === 0) {
    await beginStep(pod, resolved, nth);
    // From now on no try before this one can add to the checkpoints.
    await store.checkpoints.claim(identity, by);
  }
  const resumed = await layForCommand(
    pod,
    resolved,
    ports.places,
    attempt.purpose !== 'reproduction',
  );
  if (resumed !== undefined) {
    ports.tell({ step: step.name, try: nth, line: resumedWords(resumed) });
  }
  if (workers > 1) {
    const met = await meetWorkers(store.objects, {
      ...ports,
      prefix: `${staging}${step.name}/${nth - 1}/`,
      own: { rank: worker, address: ports.address ?? '' },
      workers,
    });
    await writeReadable(ports.places.workers, JSON.stringify(met));
  }
  await writeReadable(ports.places.undisturbed, 'yes');
  const told: Fetched = {
    schema_version: 1,
    identity,
    try: nth,
    ready_at: now().toISOString(),
    ...(resumed !== undefined && { resumed_from: resumed }),
  };
  await writeReadable(ports.places.fetched, JSON.stringify(told));
}

/** Written once a try; a container that is started again on its node finds its own. */
async function beginStep(
  { attempt, ports }: Pod,
  { step, identity }: ResolvedStep,
  nth: number,
): Promise<void> {
  const { runs } = ports.store;
  const of = [attempt.run, attempt.attempt, step.name] as const;
  const begun = await runs.findBegun(...of);
  if (begun?.try === nth) return;
  const at = ports.now().toISOString();
  await runs.beginStep(...of, { identity, try: nth, at, host: ports.host });
  hint(ports, attempt, 'step began', step.name);
  ports.tell({
    event: 'step began',
    step: step.name,
    position: attempt.plan.steps.indexOf(step) + 1,
    of: attempt.plan.steps.length,
    try: nth,
  });
}

async function writeReadable(file: string, text: string): Promise<void> {
  await writeFile(file, `${text}\n`);
  await chmod(file, 0o644);
}
