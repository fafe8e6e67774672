import { z } from 'zod';
import { digest } from '../json/digest';
import { environment } from '../plan/plan';

const instant = z.iso.datetime({ precision: 3 });
const outputs = z.record(z.string(), digest);

/** What was measured of a step; null says that nobody could measure it, never a guess. */
export const measurements = z.strictObject({
  wall_seconds: z.number().nonnegative(),
  cpu_seconds: z.number().nonnegative().nullable(),
  peak_memory_bytes: z.number().nonnegative().nullable(),
});
export type Measurements = z.output<typeof measurements>;

/** One point of a live metric. */
export const metricPoint = z.strictObject({
  name: z.string().min(1).max(250),
  value: z.number(),
  step: z.int().nonnegative().optional(),
});
export type MetricPoint = z.output<typeof metricPoint>;

export const stepVerdict = z.enum(['succeeded', 'blocked', 'failed']);

/** A name that a step asks to be bound to one of its outputs. */
export const publishedName = z.strictObject({
  kind: z.enum(['dataset', 'feature_snapshot', 'label_snapshot', 'model']),
  name: z.string(),
  version: z.string(),
  output: z.string(),
});
export type PublishedName = z.output<typeof publishedName>;

/**
 * `results/<identity>/<n>.json`: what an identity yields. Holds nothing that two
 * equal executions would not share, except who made it.
 */
export const stepResult = z.strictObject({
  schema_version: z.literal(1),
  identity: digest,
  step: z.string(),
  verdict: z.enum(['succeeded', 'blocked']),
  /** Why it blocked, in words. */
  because: z.array(z.string()),
  outputs,
  /** Order-free digests of rows, for outputs that are tables. */
  logical: outputs,
  metrics: z.array(metricPoint),
  names: z.array(publishedName),
  made_by: z.strictObject({
    run: z.string(),
    attempt: z.int().positive(),
    step: z.string(),
    try: z.int().positive(),
  }),
});
export type StepResult = z.output<typeof stepResult>;

/** `runs/<run>/<attempt>/<step>/<try>.json`: what one try did, written last. */
export const stepManifest = z.strictObject({
  schema_version: z.literal(1),
  run: z.string(),
  attempt: z.int().positive(),
  step: z.string(),
  try: z.int().positive(),
  key: digest,
  identity: digest,
  verdict: stepVerdict,
  because: z.array(z.string()),
  inputs: outputs,
  outputs,
  logical: outputs,
  metrics: z.array(metricPoint),
  /** The result this try adopted instead of working. */
  reused_from: z
    .strictObject({
      run: z.string(),
      attempt: z.int().positive(),
      step: z.string(),
      try: z.int().positive(),
    })
    .optional(),
  /** The checkpoint generation the command found; makes "within band" the best verdict of a reproduction. */
  resumed_from: z.int().nonnegative().optional(),
  /** n of the result that this try wrote, where it differs from the first one sealed. */
  nondeterministic: z.int().min(2).optional(),
  environment: environment.optional(),
  /** How the command was kept apart from the rest of the machine. */
  isolation: z.array(
    z.enum(['pid namespace', 'mount namespace', 'dies with the runner']),
  ),
  measurements,
  exit_code: z.int().nullable(),
  log: digest.optional(),
  host: z.string(),
  principal: z.string(),
  started_at: instant,
  ended_at: instant,
});
export type StepManifest = z.output<typeof stepManifest>;

/** `runs/<run>/run.json`: what was asked for; written before the first attempt. */
export const runRecord = z.strictObject({
  schema_version: z.literal(1),
  run: z.string(),
  purpose: z.enum(['train', 'trial', 'backfill', 'reproduction', 'schedule']),
  parent: z.string().optional(),
  pipeline: z.string(),
  namespace: z.string(),
  /** Digest of the plan; its JSON is a blob of the store. */
  plan: digest,
  /** Tree of the specification, what it includes, the lock and the code. */
  bundle: digest,
  /** Which file of the bundle is the specification. */
  specification: z.string(),
  git: z.strictObject({ commit: z.string(), dirty: z.boolean() }).nullable(),
  principal: z.string(),
  trust: z.enum(['laptop', 'engine']),
  submitted_at: instant,
});
export type RunRecord = z.output<typeof runRecord>;

export const runStatus = z.enum(['succeeded', 'blocked', 'failed', 'stopped']);

/** `runs/<run>/<attempt>/end.json`: how an attempt ended; absent while it runs or when it was killed. */
export const attemptEnd = z.strictObject({
  schema_version: z.literal(1),
  run: z.string(),
  attempt: z.int().positive(),
  status: runStatus,
  steps: z.array(
    z.strictObject({
      id: z.string(),
      identity: digest.nullable(),
      status: z.enum(['succeeded', 'failed', 'blocked', 'reused', 'skipped']),
      measured: z.boolean(),
      outputs,
      seconds: z.number().nonnegative(),
      because: z.array(z.string()),
    }),
  ),
  ended_at: instant,
});
export type AttemptEnd = z.output<typeof attemptEnd>;
