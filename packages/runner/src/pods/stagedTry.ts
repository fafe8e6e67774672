import {
  podWitness,
  stagingOfTry,
  STAGED,
  type PlanStep,
  type PodWitness,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ObjectStore } from '@trainyard/artifacts';
import { EXIT_BLOCKED } from '../runs/judgeCommand';
import type { Pod } from './openPod';

/** Tries of the records count from 1, retries of Argo from 0. */
export function tryOf(retries: number): number {
  return retries + 1;
}

export function stagedAt(
  staging: string,
  step: string,
  nth: number,
  worker = 0,
): string {
  return stagingOfTry(staging, step, nth - 1, worker);
}

/** What the witnesses of one try told, by worker. */
export async function readWitnesses(
  { staging, ports }: Pick<Pod, 'staging' | 'ports'>,
  step: string,
  nth: number,
): Promise<ReadonlyMap<number, PodWitness>> {
  const { objects } = ports.store;
  const witnesses = new Map<number, PodWitness>();
  const ofTry = `${staging}${step}/${nth - 1}/`;
  for await (const child of objects.children(ofTry)) {
    const worker = /^(\d+)\/$/.exec(child)?.[1];
    if (worker === undefined) continue;
    const witness = await readWitness(objects, `${ofTry}${child}`);
    if (witness) witnesses.set(Number(worker), witness);
  }
  return witnesses;
}

/** Undefined where there is none that can be read: it then proves nothing. */
async function readWitness(
  objects: ObjectStore,
  prefix: string,
): Promise<PodWitness | undefined> {
  const bytes = await objects.read(`${prefix}${STAGED.witness}`);
  if (!bytes) return undefined;
  try {
    return podWitness.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch {
    return undefined;
  }
}

/** How a command's end counts when it is asked whether it may be tried again. */
export type TryFault = 'none' | 'blocked' | 'code' | 'outside';

/**
 * Being killed is nobody's fault that could be told from here: memory, a person
 * and a cluster look alike, and Argo bounds how often it starts again. Neither is
 * whatever a command answers to the end of its pod.
 */
export function faultOf(witness: PodWitness | undefined): TryFault {
  if (!witness) return 'outside';
  if (witness.timed_out) return 'code';
  switch (witness.exit_code) {
    case 0:
      return witness.told_to_end ? 'outside' : 'none';
    case EXIT_BLOCKED:
      return 'blocked';
    case null:
    case KILLED:
    case TERMINATED:
      return 'outside';
    default:
      return witness.told_to_end ? 'outside' : 'code';
  }
}

const KILLED = 137;
const TERMINATED = 143;

/** Of several workers the one whose end explains the others', else the first. */
export function tellingWitness(
  witnesses: ReadonlyMap<number, PodWitness>,
): PodWitness | undefined {
  const all = [...witnesses].sort(([a], [b]) => a - b).map(([, it]) => it);
  const by = (fault: TryFault) => all.find(it => faultOf(it) === fault);
  return by('code') ?? by('blocked') ?? by('outside') ?? witnesses.get(0);
}

/** Whether another try of a command is for the code's sake or for nobody's. */
export async function codeFaults(
  pod: Pod,
  step: PlanStep,
  before: number,
): Promise<{ readonly failed: number; readonly blocked: boolean }> {
  let failed = 0;
  let blocked = false;
  for (let nth = 1; nth < before; nth++) {
    const witnesses = await readWitnesses(pod, step.name, nth);
    const fault = faultOf(tellingWitness(witnesses));
    if (fault === 'code') failed++;
    if (fault === 'blocked') blocked = true;
  }
  return { failed, blocked };
}
