import { digestOfJson, type Digest } from '../json/digest';
import type { Json, JsonObject } from '../json/json';
import type { PlanStep } from './plan';

/** All of a step that decides what it yields; a plan step without its key. */
export type StepWork = Omit<PlanStep, 'key'>;

/**
 * The two names of a step (design §5) are digests of the same description, which
 * differ only in how they name inputs.
 *
 * Left out on purpose: resources, retries, secrets and the names of people, since
 * none of them changes what the step yields. A field that is empty is left out
 * too, so that a new optional field keeps every old name. The step's own name
 * counts where a command reads it in TRAINYARD_PARAMS.
 */
function describe(
  step: StepWork,
  inputs: JsonObject,
  after?: Json,
): JsonObject {
  return filled({
    identity_version: 1,
    step: step.command && step.name,
    builtin: step.builtin && { ...step.builtin },
    command: step.command,
    environment: step.environment && { ...step.environment },
    code: step.code,
    parameters: step.parameters,
    seeds: step.seeds,
    threads: step.threads,
    workers: step.workers,
    inputs,
    outputs: [...step.outputs].sort(),
    measured: step.measured || undefined,
    after,
  });
}

/**
 * Known when compiling: inputs are named by the plan keys of their makers.
 *
 * @param keyOf - the plan key of an earlier step
 */
export function planKey(
  step: StepWork,
  keyOf: (step: string) => Digest,
): Digest {
  const inputs = Object.fromEntries(
    Object.entries(step.inputs).map(([name, input]): [string, Json] => [
      name,
      'tree' in input
        ? { tree: input.tree }
        : { key: keyOf(input.step), output: input.output },
    ]),
  );
  const after = step.needs.map(keyOf).sort();
  return digestOfJson(describe(step, inputs, after));
}

/**
 * Known when the step is about to run: inputs are named by their digests, so that
 * an upstream step that yields the same bytes in another way changes nothing.
 *
 * @param inputs - the trees that are there; an optional one may be missing
 */
export function resolvedIdentity(
  step: StepWork,
  inputs: Readonly<Record<string, Digest>>,
): Digest {
  return digestOfJson(describe(step, inputs));
}

function filled(object: Record<string, Json | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(
      (entry): entry is [string, Json] =>
        entry[1] !== undefined && !isEmpty(entry[1]),
    ),
  );
}

function isEmpty(value: Json): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 0
  );
}
