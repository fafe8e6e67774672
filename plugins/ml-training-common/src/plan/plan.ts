import { z } from 'zod';
import { digest } from '../json/digest';
import { json } from '../json/json';

/**
 * What a command runs in (design §5): the code is an artifact of its own, so
 * that editing a script does not rebuild an environment.
 */
export const environment = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('python'),
    /** Of the requirements lock, hashes and all. */
    requirements: digest,
    /** The interpreter that was found, such as 3.11.7. */
    python: z.string(),
    /** Operating system, architecture and C library, such as linux-x64-glibc. */
    platform: z.string(),
  }),
  /** Whatever the host has on its PATH: for steps without dependencies. */
  z.strictObject({ kind: z.literal('host'), platform: z.string() }),
  z.strictObject({ kind: z.literal('image'), image: z.string() }),
]);
export type Environment = z.output<typeof environment>;

/** Where an input's tree comes from: named by digest, or made by an earlier step. */
export const planInput = z.union([
  z.strictObject({ tree: digest }),
  z.strictObject({
    step: z.string(),
    output: z.string(),
    /** Absent when its maker was skipped: a report is written also of half a run. */
    optional: z.literal(true).optional(),
  }),
]);
export type PlanInput = z.output<typeof planInput>;

export const stepResources = z.strictObject({
  cpu: z.number().positive().optional(),
  memory_gb: z.number().positive().optional(),
  gpu: z.int().nonnegative().optional(),
  timeout_seconds: z.number().positive().optional(),
});
export type StepResources = z.output<typeof stepResources>;

export const planStep = z.strictObject({
  name: z.string(),
  /** The built-in that does the work; beside a command, it wraps what the command wrote. */
  builtin: z.strictObject({ name: z.string(), version: z.string() }).optional(),
  command: z.array(z.string()).min(1).optional(),
  environment: environment.optional(),
  /** Tree of the code, laid read-only into the command's working folder. */
  code: digest.optional(),
  parameters: z.record(z.string(), json),
  seeds: z.record(z.string(), z.int()),
  threads: z.int().positive(),
  inputs: z.record(z.string(), planInput),
  outputs: z.array(z.string()),
  /** Every step that must have ended before, makers of inputs included. */
  needs: z.array(z.string()),
  /** Steps whose block does not skip this one. */
  tolerates: z.array(z.string()),
  /** Looks at the world, so that it is never reused. */
  measured: z.boolean(),
  /** Further tries after a failure; a block is never tried again. */
  retries: z.int().nonnegative(),
  resources: stepResources,
  /** Machines that work on the command together; absent where there is one. */
  workers: z.int().min(2).optional(),
  /** Environment variables by reference: values are read when the command starts and stored nowhere. */
  secrets: z.record(z.string(), z.strictObject({ env: z.string() })).optional(),
  /** The plan key: known when compiling, equal for equal work. */
  key: digest,
});
export type PlanStep = z.output<typeof planStep>;

/** A graph of steps in an order in which they can run; immutable, compiled only from a source bundle. */
export const plan = z.strictObject({
  schema_version: z.literal(1),
  pipeline: z.string(),
  namespace: z.string(),
  owner: z.string().optional(),
  model_name: z.string().optional(),
  dataset: z.strictObject({ name: z.string(), version: z.string() }).optional(),
  as_of: z.string().optional(),
  /** A pod for each step, on engines that have pods. */
  isolate_steps: z.literal(true).optional(),
  /** Of the parsed specification's canonical JSON: comments and file splits leave it as it is. */
  specification: digest,
  lock: digest,
  /** Trees that must be in the store before the first step, by source name. */
  sources: z.record(z.string(), digest),
  steps: z.array(planStep).min(1),
});
export type Plan = z.output<typeof plan>;
