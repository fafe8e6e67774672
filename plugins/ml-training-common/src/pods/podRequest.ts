import { z } from 'zod';
import { digest } from '../json/digest';
import { storeLocation } from '../store/storeLocation';

const stepName = z.string().regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/);

/** What a pod is there for. */
export const podWork = z.discriminatedUnion('kind', [
  /** Built-in steps, one after the other; seals first what commands before it left in staging. */
  z.strictObject({
    kind: z.literal('builtin'),
    /** Of the pod: `prepare`, `conclude`, or `after-<step>`. */
    pod: stepName,
    /** In the order of the plan; none in a pod that only opens or closes a run. */
    steps: z.array(stepName),
    /** Commands whose output is sealed here at the latest. */
    seals: z.array(stepName),
    /** Pods after it that are told whether they have anything to do: see podAnswer. */
    tells: z.array(stepName),
  }),
  /** One command; its user's container is not ours. */
  z.strictObject({
    kind: z.literal('command'),
    step: stepName,
    seals: z.array(stepName),
    /** Of a step with several workers, from 0; worker 0 writes the outputs. */
    worker: z.int().nonnegative(),
    workers: z.int().positive(),
    /** Where the witness listens for the end of its pod: see endingPath. */
    ending_port: z.int().positive().max(65_535),
  }),
  /** Runs when the workflow did not succeed: sees that the attempt has an end. */
  z.strictObject({ kind: z.literal('exit') }),
]);
export type PodWork = z.output<typeof podWork>;

/**
 * TRAINYARD_POD: what a container of ours does in a pod. It holds no text that a
 * user wrote: names, digests and places only, since Argo substitutes templates in
 * whatever a manifest holds.
 */
export const podRequest = z.strictObject({
  schema_version: z.literal(1),
  run: z.string(),
  attempt: z.int().positive(),
  namespace: z.string(),
  plan: digest,
  store: storeLocation,
  /** What records name as the host: `argo/<cluster>/<workflow>`. */
  host: z.string(),
  /** Key in the store, below its prefix, under which this workflow's pods leave what is not sealed; ends in `/`. */
  staging: z.string().endsWith('/'),
  builtin_threads: z.int().positive(),
  work: podWork,
});
export type PodRequest = z.output<typeof podRequest>;

/** Whether a later pod has anything to do; an output parameter of built-in pods. */
export const podAnswer = z.enum(['execute', 'settled']);
export type PodAnswer = z.output<typeof podAnswer>;

/** Exit codes of our containers in a pod. */
export const POD_EXIT = {
  done: 0,
  /** The attempt has failed, and that is recorded: trying again changes nothing. */
  attemptFailed: 3,
  /** The step has no tries left, or a try before blocked: the user's container must not start. */
  noFurtherTry: 20,
} as const;

/**
 * Where one try of a command leaves its files, below the request's staging.
 *
 * @param retries - as Argo counts them, from 0, or the template by which it puts
 *   them in; the try of the records is one more
 * @param worker - from 0, or a template as well
 */
export function stagingOfTry(
  staging: string,
  step: string,
  retries: number | string,
  worker: number | string,
): string {
  return `${staging}${step}/${retries}/${worker}/`;
}

/**
 * Object that an engine leaves before it stops a workflow, so that whoever settles
 * the attempt knows that a person wanted its end.
 */
export function stopMarker(staging: string): string {
  return `${staging}stop.json`;
}

/** The port of a pod that has a network of its own; others count from there. */
export const ENDING_PORT = 20464;

/**
 * What the kubelet asks the witness for before it lets a command know that its pod is
 * to end; never where the command ends by itself. Names the pod, since pods of one
 * node may share its network.
 *
 * @param worker - from 0, or the template by which Argo puts it in
 */
export function endingPath(
  { run, attempt }: Pick<PodRequest, 'run' | 'attempt'>,
  step: string,
  worker: number | string,
): string {
  return `/ending/${run}/${attempt}/${step}/${worker}`;
}

/** Below stagingOfTry: what Argo uploads, and what the witness tells. */
export const STAGED = {
  /** The folder $TRAINYARD_OUT with its outputs. */
  outputs: 'out/',
  witness: 'witness.json',
  log: 'log',
} as const;

/**
 * `witness.json`: what the sidecar saw of a command when all of it was over,
 * written before the pod ends; what Argo uploaded is compared with it.
 */
export const podWitness = z.strictObject({
  schema_version: z.literal(1),
  /** Null where the command did not end before the sidecar had to. */
  exit_code: z.int().nullable(),
  /** The sidecar ended it, since it took longer than its step may. */
  timed_out: z.boolean().optional(),
  /** The cluster had begun to end the pod (deleted, evicted, preempted) before the command ended. */
  told_to_end: z.boolean().optional(),
  /** From the moment its inputs lay ready to the command's end. */
  wall_seconds: z.number().nonnegative(),
  ended_at: z.iso.datetime({ precision: 3 }),
  /** All files below $TRAINYARD_OUT, by path, such as `model/model.txt`. */
  outputs: z.array(
    z.strictObject({
      path: z.string(),
      sha256: digest,
      bytes: z.int().nonnegative(),
      executable: z.boolean(),
    }),
  ),
  /** Why the outputs cannot be sealed, such as a symbolic link; empty where they can. */
  refused: z.array(z.string()),
  /** The file of $TRAINYARD_METRICS as a blob of the store. */
  metrics: digest.optional(),
  /** The log as a blob of the store, secrets covered. */
  log: digest.optional(),
  resumed_from: z.int().nonnegative().optional(),
});
export type PodWitness = z.output<typeof podWitness>;
